package fr.cned.partenariats.commons.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;

/**
 * Takes JSON values as they are. By itself Jackson makes 1 of 1.7, the first constant of an enum of 0,
 * 0 of null, and nothing of what follows the body: a client's mistake would be stored as data.
 */
@Singleton
class StrictJson implements ObjectMapperCustomizer {

    /** Last, so that the deserializers of this module go before those of Jackson's own modules. */
    @Override
    public int priority() {
        return MINIMUM_PRIORITY;
    }

    @Override
    public void customize(ObjectMapper json) {
        json.enable(
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
        json.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
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
                .addDeserializer(Instant.class, new WrittenInstant()));
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

    /** A number would pass for the seconds, or milliseconds, since 1970. */
    private static class WrittenInstant extends StdScalarDeserializer<Instant> {

        private static final long serialVersionUID = 1;

        WrittenInstant() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return parser.hasToken(JsonToken.VALUE_STRING)
                    ? InstantDeserializer.INSTANT.deserialize(parser, context)
                    : (Instant) context.handleUnexpectedToken(Instant.class, parser);
        }
    }
}
