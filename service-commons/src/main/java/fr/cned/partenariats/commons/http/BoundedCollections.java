package fr.cned.partenariats.commons.http;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.DUPLICATE_ENTRY;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.OUT_OF_RANGE;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.TOO_MANY_ENTRIES;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.type.CollectionType;
import fr.cned.partenariats.commons.base.problem.RefusedValue;
import fr.cned.partenariats.commons.base.problem.Violation;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Wraps every deserializer with {@link CollectingDeserializer}.
 *
 * <p>Refuses an array at the first entry beyond the {@code @Size} of its field, and a duplicate entry of a set. Bean
 * Validation would count the entries only after all of them are objects in memory.
 */
class BoundedCollections extends BeanDeserializerModifier {

    private static final long serialVersionUID = 1;

    @Override
    public JsonDeserializer<?> modifyCollectionDeserializer(
            DeserializationConfig config, CollectionType type, BeanDescription bean, JsonDeserializer<?> usual) {
        return new CollectingDeserializer(new BoundedByField(type, usual));
    }

    @Override
    public JsonDeserializer<?> modifyEnumDeserializer(
            DeserializationConfig config, JavaType type, BeanDescription bean, JsonDeserializer<?> usual) {
        return new CollectingDeserializer(new ExactConstant(usual));
    }

    @Override
    public JsonDeserializer<?> modifyDeserializer(
            DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> usual) {
        return new CollectingDeserializer(usual);
    }

    /** Chooses the bounded deserializer when the field has a {@code @Size} with a maximum. */
    private static class BoundedByField extends StdDeserializer<Object> implements ContextualDeserializer {

        private static final long serialVersionUID = 1;

        private final CollectionType type;
        private final JsonDeserializer<?> usual;

        BoundedByField(CollectionType type, JsonDeserializer<?> usual) {
            super(type);
            this.type = type;
            this.usual = usual;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty field)
                throws JsonMappingException {
            @Nullable Size size = field == null ? null : field.getAnnotation(Size.class);
            return size == null || size.max() == Integer.MAX_VALUE
                    ? context.handlePrimaryContextualization(usual, field, type)
                    : new Bounded(
                            type, context.findContextualValueDeserializer(type.getContentType(), field), size.max());
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return usual.deserialize(parser, context);
        }
    }

    private static class Bounded extends StdDeserializer<Object> {

        private static final long serialVersionUID = 1;

        private final boolean unique;
        private final transient JsonDeserializer<Object> entries;
        private final int max;

        Bounded(CollectionType type, JsonDeserializer<Object> entries, int max) {
            super(type);
            this.unique = Set.class.isAssignableFrom(type.getRawClass());
            this.entries = entries;
            this.max = max;
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.isExpectedStartArrayToken()) {
                return context.handleUnexpectedToken(getValueType(context), parser);
            }
            Collection<@Nullable Object> read = unique ? new LinkedHashSet<>() : new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (read.size() == max) {
                    throw RefusedValue.beyondLimit(parser, OUT_OF_RANGE.code(), TOO_MANY_ENTRIES, max);
                }
                try {
                    add(read, parser, context);
                } catch (IOException e) {
                    throw JsonMappingException.wrapWithPath(e, read, read.size());
                }
            }
            return read;
        }

        private void add(Collection<@Nullable Object> read, JsonParser parser, DeserializationContext context)
                throws IOException {
            boolean given = !parser.hasToken(JsonToken.VALUE_NULL);
            @Nullable Object entry = entry(parser, context);
            BodyFaults faults = BodyFaults.current();
            boolean refused = given && entry == null && faults != null;
            if (!(refused && unique) && !read.add(entry)) {
                if (faults == null) {
                    throw new RefusedValue(parser, DUPLICATE_ENTRY.code(), DUPLICATE_ENTRY);
                }
                faults.add(
                        new Violation(parser.getParsingContext().pathAsPointer().toString(), DUPLICATE_ENTRY));
            }
        }

        private @Nullable Object entry(JsonParser parser, DeserializationContext context) throws IOException {
            return parser.hasToken(JsonToken.VALUE_NULL)
                    ? entries.getNullValue(context)
                    : entries.deserialize(parser, context);
        }
    }

    /** Refuses an enum constant with blanks around it, which Jackson accepts. */
    private static class ExactConstant extends DelegatingDeserializer {

        private static final long serialVersionUID = 1;

        ExactConstant(JsonDeserializer<?> usual) {
            super(usual);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> usual) {
            return new ExactConstant(usual);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.hasToken(JsonToken.VALUE_STRING)
                    && !parser.getText().equals(parser.getText().trim())) {
                return context.handleWeirdStringValue(handledType(), parser.getText(), "blanks around it");
            }
            return super.deserialize(parser, context);
        }
    }
}
