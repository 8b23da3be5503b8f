package fr.cned.partenariats.commons.http;

import fr.cned.partenariats.commons.base.ids.Ids;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses the UUIDs and integers of paths and queries, so that each object has one address. */
@Provider
public class StrictParameters implements ParamConverterProvider {

    private static final Pattern INTEGER_FORM = Pattern.compile("0|-?[1-9][0-9]{0,9}");

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> rawType, Type genericType, Annotation[] annotations) {
        if (rawType == UUID.class) {
            return (ParamConverter<T>) new Converter<>(StrictParameters::uuid);
        }
        return rawType == int.class || rawType == Integer.class
                ? (ParamConverter<T>) new Converter<>(StrictParameters::integer)
                : null;
    }

    /** Accepts the text form of RFC 9562 only. Java also parses {@code 1-1-1-1-1}, and Jackson Base64. */
    static UUID uuid(String text) {
        @Nullable UUID id = Ids.parse(text);
        if (id == null) {
            throw new IllegalArgumentException("not a UUID");
        }
        return id;
    }

    /** {@link Integer#parseInt} also accepts {@code +5}, {@code 05} and digits of other scripts. */
    static int integer(String text) {
        if (!INTEGER_FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not an integer");
        }
        return Integer.parseInt(text);
    }

    private record Converter<T>(Function<String, T> parser) implements ParamConverter<T> {

        @Override
        public T fromString(String value) {
            return parser.apply(value);
        }

        @Override
        public String toString(T value) {
            return value.toString();
        }
    }
}
