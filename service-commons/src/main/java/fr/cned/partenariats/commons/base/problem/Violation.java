package fr.cned.partenariats.commons.base.problem;

import java.util.Map;

/**
 * One invalid part of a request.
 *
 * @param pointer JSON pointer (RFC 6901) into the request body; empty for the whole body
 * @param code the stable code in the answer
 * @param text the code whose detail text describes the violation
 * @param members more members of the error in the answer, such as {@code clause}
 * @param args arguments of that text
 */
public record Violation(String pointer, String code, ProblemCode text, Map<String, String> members, Object... args) {

    public Violation(String pointer, String code, ProblemCode text, Object... args) {
        this(pointer, code, text, Map.of(), args);
    }

    public Violation(String pointer, ProblemCode code, Object... args) {
        this(pointer, code.code(), code, args);
    }

    /** The same violation in a part at this pointer of a larger body. */
    public Violation under(String parent) {
        return new Violation(parent + pointer, code, text, members, args);
    }
}
