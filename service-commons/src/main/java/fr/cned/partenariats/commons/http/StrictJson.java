package fr.cned.partenariats.commons.http;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.INVALID_TEXT;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import fr.cned.partenariats.commons.base.problem.RefusedValue;
import fr.cned.partenariats.commons.base.validation.PlainText;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Configures Jackson to convert no value silently and to stop at size limits. By default Jackson reads 1.7 as 1, 0 as
 * the first constant of an enum and null as 0, and ignores text after the body. Constraints are checked on complete
 * objects: without limits a body could fill the memory first. The HTTP server limits the bytes of a body.
 */
@Singleton
class StrictJson implements ObjectMapperCustomizer {

    static final int MAX_DEPTH = 20;
    static final int MAX_DIGITS = 40;
    static final int MAX_NAME_LENGTH = 100;

    /** In UTF-16 units: twice the longest text of the contracts, because a character may take two units. */
    static final int MAX_TEXT_LENGTH = 40_000;

    /** For a merge patch. The largest agreement has about 2 500. */
    static final int MAX_NODES = 5_000;

    /** Runs last, so that the deserializers of this module take precedence over those of Jackson's modules. */
    @Override
    public int priority() {
        return MINIMUM_PRIORITY;
    }

    @Override
    public void customize(ObjectMapper json) {
        json.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(MAX_DIGITS)
                        .maxNameLength(MAX_NAME_LENGTH)
                        .maxStringLength(MAX_TEXT_LENGTH)
                        .build());
        json.enable(
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS); // a tree keeps 1e-400, which is 0 as a double
        json.configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);
        json.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        json.getFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
        json.setDefaultLeniency(false);
        json.coercionConfigDefaults().setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
        refuse(json, LogicalType.Integer, CoercionInputShape.String, CoercionInputShape.Boolean);
        refuse(json, LogicalType.Float, CoercionInputShape.String, CoercionInputShape.Boolean);
        refuse(json, LogicalType.Boolean, CoercionInputShape.String, CoercionInputShape.Integer);
        refuse(
                json,
                LogicalType.Textual,
                CoercionInputShape.Integer,
                CoercionInputShape.Float,
                CoercionInputShape.Boolean);
        json.registerModule(new SimpleModule("strict-json")
                .addDeserializer(String.class, new StorableText(false))
                .addDeserializer(BigDecimal.class, new BoundedNumber())
                .addDeserializer(LocalDate.class, new FromString<>(LocalDate.class, IsoTime::day))
                .addDeserializer(Instant.class, new FromString<>(Instant.class, IsoTime::moment))
                .addDeserializer(UUID.class, new FromString<>(UUID.class, StrictParameters::uuid))
                .addDeserializer(JsonNode.class, new BoundedTree(MAX_NODES))
                .setDeserializerModifier(new BoundedCollections()));
        json.addHandler(new CollectingDeserializer.UnknownFields());
    }

    private static void refuse(ObjectMapper json, LogicalType type, CoercionInputShape... shapes) {
        for (CoercionInputShape shape : shapes) {
            json.coercionConfigFor(type).setCoercion(shape, CoercionAction.Fail);
        }
    }

    /**
     * Refuses a text of a request that is no {@link PlainText}. Outside of a request, such as in an event, it refuses
     * only NUL, which PostgreSQL cannot store: a text that a producer accepted before must not stop a consumer.
     */
    private static class StorableText extends StringDeserializer implements ContextualDeserializer {

        private static final long serialVersionUID = 1;

        private final boolean multiLine;

        StorableText(boolean multiLine) {
            this.multiLine = multiLine;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty field) {
            @Nullable Size size = field == null ? null : field.getAnnotation(Size.class);
            return new StorableText(
                    size != null && size.max() >= PlainText.MULTI_LINE_FROM && size.max() < Integer.MAX_VALUE);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = super.deserialize(parser, context);
            if (text == null) {
                return text;
            }
            int index = BodyFaults.current() == null ? text.indexOf('\0') : PlainText.indexOfFault(text, multiLine);
            if (index >= 0) {
                throw new RefusedValue(
                        parser,
                        INVALID_TEXT.code(),
                        INVALID_TEXT,
                        PlainText.nameOf(text, index),
                        position(text, index));
            }
            return text;
        }

        private static String position(String text, int index) {
            return Integer.toString(text.codePointCount(0, index) + 1);
        }
    }

    /**
     * Refuses huge exponents. Any arithmetic would expand all digits of 1e999999999, before constraints are checked.
     */
    private static class BoundedNumber extends NumberDeserializers.BigDecimalDeserializer {

        private static final long serialVersionUID = 1;

        private static final int MAX_EXPONENT = 100;

        @Override
        public BigDecimal deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            BigDecimal number = super.deserialize(parser, context);
            if (number != null && (number.scale() > MAX_EXPONENT || number.scale() < -MAX_EXPONENT)) {
                throw new InputCoercionException(
                        parser, "exponent out of range", parser.currentToken(), BigDecimal.class);
            }
            return number;
        }
    }

    /**
     * Reads a value from a JSON string only. Jackson's own deserializers also accept numbers, arrays and empty
     * strings, and Base64 for a UUID.
     */
    private static class FromString<T> extends StdScalarDeserializer<T> {

        private static final long serialVersionUID = 1;

        private final transient Function<String, T> parser;

        FromString(Class<T> type, Function<String, T> parser) {
            super(type);
            this.parser = parser;
        }

        @Override
        @SuppressWarnings("unchecked")
        public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (!json.hasToken(JsonToken.VALUE_STRING)) {
                return (T) context.handleUnexpectedToken(handledType(), json);
            }
            try {
                return parser.apply(json.getText());
            } catch (IsoTime.NotInCalendar e) {
                throw new RefusedValue(json, e.code().code(), e.code(), json.getText());
            } catch (IllegalArgumentException | DateTimeParseException e) {
                return (T) context.handleWeirdStringValue(handledType(), json.getText(), "not in the expected format");
            }
        }
    }
}
