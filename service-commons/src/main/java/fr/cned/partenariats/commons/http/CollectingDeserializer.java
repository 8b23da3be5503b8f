package fr.cned.partenariats.commons.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.util.ClassUtil;
import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.RequestViolations;
import fr.cned.partenariats.commons.base.problem.Violation;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads on after a value that its deserializer refuses: adds the fault to the open {@link BodyFaults}, skips the value
 * and returns null, or 0 for a primitive. Malformed JSON and exceeded limits still end the reading.
 */
class CollectingDeserializer extends DelegatingDeserializer {

    private static final long serialVersionUID = 1;

    private final boolean readsObject;
    private final @Nullable String field;

    CollectingDeserializer(JsonDeserializer<?> usual) {
        this(usual, null);
    }

    private CollectingDeserializer(JsonDeserializer<?> usual, @Nullable String field) {
        super(usual);
        this.readsObject = usual instanceof BeanDeserializerBase;
        this.field = field;
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> usual) {
        return new CollectingDeserializer(usual, field);
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property)
            throws JsonMappingException {
        JsonDeserializer<?> contextual = context.handleSecondaryContextualization(
                _delegatee, property, context.constructType(_delegatee.handledType()));
        return new CollectingDeserializer(contextual, property == null ? null : property.getName());
    }

    @Override
    @SuppressWarnings("NullAway") // Jackson takes null for a missing value
    public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        BodyFaults faults = BodyFaults.current();
        if (faults == null) {
            return super.deserialize(parser, context);
        }
        JsonStreamContext position = positionOf(parser);
        int before = faults.count();
        if (readsObject) {
            faults.enterObject(position);
        }
        try {
            return super.deserialize(parser, context);
        } catch (JsonProcessingException e) {
            List<Violation> found = RequestViolations.recoverable(e);
            if (found.isEmpty()) {
                throw e;
            }
            boolean consequence = e instanceof ValueInstantiationException && faults.count() > before;
            if (!consequence) {
                String pointer = position.pathAsPointer().toString();
                found.forEach(fault -> faults.add(fault.under(pointer)));
            }
            skipRest(parser, position);
            return missing();
        } finally {
            if (readsObject) {
                faults.leaveObject();
            }
        }
    }

    @Override
    public Object getNullValue(DeserializationContext context) throws JsonMappingException {
        return isRefusedNull() ? missing() : super.getNullValue(context);
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) throws JsonMappingException {
        return isRefusedNull() ? missing() : super.getAbsentValue(context);
    }

    /** Whether this is a primitive field, which must not be null. Adds the fault. */
    private boolean isRefusedNull() {
        BodyFaults faults = BodyFaults.current();
        if (faults == null || field == null || !isPrimitive()) {
            return false;
        }
        faults.add(new Violation(faults.pointerTo(field), CommonProblem.REQUIRED));
        return true;
    }

    @SuppressWarnings("NullAway") // Jackson takes null for a missing value
    private Object missing() {
        return isPrimitive() ? ClassUtil.defaultValue(handledType()) : null;
    }

    private boolean isPrimitive() {
        return handledType() != null && handledType().isPrimitive();
    }

    /** The context that contains the value: at its first token an object or array is already the current context. */
    private static JsonStreamContext positionOf(JsonParser parser) {
        JsonStreamContext current = parser.getParsingContext();
        return parser.currentToken() != null && parser.currentToken().isStructStart() ? current.getParent() : current;
    }

    private static void skipRest(JsonParser parser, JsonStreamContext position) throws IOException {
        while (parser.getParsingContext() != position && parser.nextToken() != null) {
            // skips the fields and entries that are not read yet
        }
    }

    /** Adds each unknown field to the open {@link BodyFaults} and skips its value. */
    static class UnknownFields extends DeserializationProblemHandler {

        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                JsonDeserializer<?> deserializer,
                Object beanOrClass,
                String name)
                throws IOException {
            BodyFaults faults = BodyFaults.current();
            if (faults == null) {
                return false;
            }
            faults.add(new Violation(faults.pointerTo(name), CommonProblem.UNKNOWN_FIELD, name));
            parser.skipChildren();
            return true;
        }
    }
}
