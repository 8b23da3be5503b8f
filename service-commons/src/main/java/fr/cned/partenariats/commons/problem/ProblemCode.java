package fr.cned.partenariats.commons.problem;

import java.util.Locale;

/**
 * The stable name of one kind of refusal. The code is contract, its texts are not.
 *
 * <p>Implemented by one enum per service. The texts stand in {@code problems/<EnumName>.properties}
 * and {@code _fr.properties}: key {@code <code>} for the detail and {@code <code>.title} for the
 * title, both {@link java.text.MessageFormat} patterns.
 */
public interface ProblemCode {

    String name();

    /** The HTTP status of a problem whose main code this is. */
    int status();

    /** The code as clients see it, such as {@code no-seat-left}. */
    default String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
