package fr.cned.partenariats.commons.base.problem;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonMappingException;

/** Thrown by a deserializer that refuses a value while the body is read. Jackson adds the path. */
public class RefusedValue extends JsonMappingException {

    private static final long serialVersionUID = 1;

    private final String code;
    private final ProblemCode text;
    private final transient Object[] args;
    private final boolean endsReading;

    public RefusedValue(JsonParser parser, String code, ProblemCode text, Object... args) {
        this(parser, false, code, text, args);
    }

    private RefusedValue(JsonParser parser, boolean endsReading, String code, ProblemCode text, Object... args) {
        super(parser, code);
        this.endsReading = endsReading;
        this.code = code;
        this.text = text;
        this.args = args;
    }

    /** A value that exceeds a limit: the rest of the body is not read. */
    public static RefusedValue beyondLimit(JsonParser parser, String code, ProblemCode text, Object... args) {
        return new RefusedValue(parser, true, code, text, args);
    }

    boolean endsReading() {
        return endsReading;
    }

    Violation at(String pointer) {
        return new Violation(pointer, code, text, args);
    }
}
