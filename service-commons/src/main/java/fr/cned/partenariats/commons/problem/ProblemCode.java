package fr.cned.partenariats.commons.problem;

import java.util.Locale;

/**
 * The stable name of one kind of refusal. The code is contract, its texts are not.
 *
 * <p>Implemented by one enum per service. The texts stand in {@code problems/<EnumName>.properties}
 * and {@code _fr.properties}: {@code <code>.title}, {@code <code>} for the detail, {@code <code>.remedy} for what
 * to do, and {@code <code>.arguments} for the names of the detail's placeholders, separated by commas. All are
 * {@link java.text.MessageFormat} patterns.
 */
public interface ProblemCode {

    String name();

    /** The HTTP status of a problem whose main code this is. */
    int status();

    /**
     * The problem type (RFC 9457, section 3.1.1): the address of its page at the gateway. Without scheme and host,
     * which a service does not know.
     */
    default String type() {
        return "/problems/" + code();
    }

    /** The code as clients see it, such as {@code no-seat-left}. */
    default String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
