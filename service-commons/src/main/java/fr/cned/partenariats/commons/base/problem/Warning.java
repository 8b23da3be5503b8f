package fr.cned.partenariats.commons.base.problem;

import java.util.Locale;

/**
 * A fact about an accepted request that the caller should know. A later operation may refuse it.
 *
 * @param pointer JSON pointer to the field that it is about, as in a request
 */
public record Warning(String code, String pointer, String detail) {

    public static Warning of(Violation violation, Locale language) {
        return new Warning(
                violation.code(),
                violation.pointer(),
                ProblemTexts.detail(violation.text(), language, violation.args()));
    }
}
