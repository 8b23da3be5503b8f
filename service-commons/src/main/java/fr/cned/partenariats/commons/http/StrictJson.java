package fr.cned.partenariats.commons.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import java.util.function.Function;

/**
 * Takes JSON values as they are, and stops reading at a limit. By itself Jackson makes 1 of 1.7, the first
 * constant of an enum of 0, 0 of null, and nothing of what follows the body: a client's mistake would be stored
 * as data. Constraints are checked on whole objects: without limits a body could fill the memory before.
 */
@Singleton
class StrictJson implements ObjectMapperCustomizer {

    static final int MAX_DEPTH = 20;
    static final int MAX_DIGITS = 40;
    static final int MAX_NAME_LENGTH = 100;

    /** In UTF-16 units: twice the longest text of the contracts, whose characters may take two each. */
    static final int MAX_TEXT_LENGTH = 40_000;

    /** Of the largest import with every field set there are 270 000. */
    static final int MAX_TOKENS = 400_000;

    static final int MAX_BYTES = 10 * 1024 * 1024;

    /** Of a merge patch: the largest agreement has about 2 500. */
    static final int MAX_NODES = 5_000;

    /** Last, so that the deserializers of this module go before those of Jackson's own modules. */
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
                        .maxTokenCount(MAX_TOKENS)
                        .maxDocumentLength(MAX_BYTES)
                        .build());
        json.enable(
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
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
                .addDeserializer(String.class, new StorableText())
                .addDeserializer(BigDecimal.class, new HandyNumber())
                .addDeserializer(LocalDate.class, new Written<>(LocalDate.class, IsoTime::day))
                .addDeserializer(Instant.class, new Written<>(Instant.class, IsoTime::moment))
                .addDeserializer(UUID.class, new Written<>(UUID.class, StrictUuid::parse))
                .addDeserializer(JsonNode.class, new BoundedTree(MAX_NODES))
                .setDeserializerModifier(new BoundedCollections()));
    }

    private static void refuse(ObjectMapper json, LogicalType type, CoercionInputShape... shapes) {
        for (CoercionInputShape shape : shapes) {
            json.coercionConfigFor(type).setCoercion(shape, CoercionAction.Fail);
        }
    }

    /** PostgreSQL stores every character but NUL. */
    private static class StorableText extends StringDeserializer {

        private static final long serialVersionUID = 1;

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = super.deserialize(parser, context);
            if (text != null && text.indexOf('\0') >= 0) {
                return (String) context.handleWeirdStringValue(String.class, text, "contains NUL");
            }
            return text;
        }
    }

    /** Of 1e999999999 every digit is made as soon as anything computes with it; constraints come too late. */
    private static class HandyNumber extends NumberDeserializers.BigDecimalDeserializer {

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

    /** Numbers and arrays would pass, too, an empty text for none, and Base64 for a UUID. */
    private static class Written<T> extends StdScalarDeserializer<T> {

        private static final long serialVersionUID = 1;

        private final transient Function<String, T> parser;

        Written(Class<T> type, Function<String, T> parser) {
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
            } catch (IllegalArgumentException | DateTimeParseException e) {
                return (T) context.handleWeirdStringValue(handledType(), json.getText(), "not in the one form");
            }
        }
    }
}
