package fr.cned.partenariats.commons.problem;

/**
 * One invalid part of a request.
 *
 * @param pointer JSON pointer (RFC 6901) into the request body; empty for the whole body
 * @param code the stable code in the answer
 * @param text the code whose detail text describes the violation
 * @param args arguments of that text
 */
public record Violation(String pointer, String code, ProblemCode text, Object... args) {

    public Violation(String pointer, ProblemCode code, Object... args) {
        this(pointer, code.code(), code, args);
    }
}
