package fr.cned.partenariats.commons.problem;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonMappingException;

/** Thrown by a deserializer that refuses a value while the body is read. Jackson adds the path. */
public class RefusedValue extends JsonMappingException {

    private static final long serialVersionUID = 1;

    private final String code;
    private final ProblemCode text;
    private final transient Object[] args;

    public RefusedValue(JsonParser parser, String code, ProblemCode text, Object... args) {
        super(parser, code);
        this.code = code;
        this.text = text;
        this.args = args;
    }

    Violation at(String pointer) {
        return new Violation(pointer, code, text, args);
    }
}
