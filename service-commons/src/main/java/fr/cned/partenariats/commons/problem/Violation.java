package fr.cned.partenariats.commons.problem;

/**
 * One thing that is wrong, and where.
 *
 * @param pointer JSON pointer (RFC 6901) into the request body; empty when the whole is meant
 * @param code the stable code that clients see
 * @param text whose texts say it
 * @param args arguments of the texts
 */
public record Violation(String pointer, String code, ProblemCode text, Object... args) {

    public Violation(String pointer, ProblemCode code, Object... args) {
        this(pointer, code.code(), code, args);
    }
}
