package fr.cned.partenariats.commons.base.problem;

import java.util.Locale;

/**
 * The stable code of one kind of problem. The code is part of the contract, its texts are not.
 *
 * <p>Each service has one enum of it. The texts are in {@code problems/<EnumName>.properties} and
 * {@code _fr.properties}: {@code <code>.title}, {@code <code>} for the detail, {@code <code>.remedy} for what to do,
 * and {@code <code>.arguments} for the names of the detail's placeholders, separated by commas. All are
 * {@link com.ibm.icu.text.MessageFormat} patterns; a number has its plural forms. {@code <code>.terms} in the English
 * file names the placeholders that show a word of the domain, such as {@code 0:kind} or {@code 1:AgreementState};
 * {@code problem-terms/terms_fr.properties} has the words. {@code 2:date} and {@code 2:range} are dates, see
 * {@link Dates}. An argument that is an enum constant needs no declaration.
 */
public interface ProblemCode {

    String name();

    /** The HTTP status of a problem with this main code. */
    int status();

    /**
     * The problem type (RFC 9457, section 3.1.1): the path of its page at the gateway. A service does not know scheme
     * and host.
     */
    default String type() {
        return "/problems/" + code();
    }

    /** The code in answers, such as {@code no-seat-left}. */
    default String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
