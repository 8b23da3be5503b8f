package fr.cned.partenariats.commons.http;

import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the integers of paths and queries, so that each object has one address. {@link Integer#parseInt} also accepts
 * {@code +5}, {@code 05} and digits of other scripts.
 */
@Provider
public class IntegerParameters implements ParamConverterProvider {

    private static final Pattern FORM = Pattern.compile("0|-?[1-9][0-9]{0,9}");

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> rawType, Type genericType, Annotation[] annotations) {
        return rawType == int.class || rawType == Integer.class ? (ParamConverter<T>) new Converter() : null;
    }

    static int parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not an integer");
        }
        return Integer.parseInt(text);
    }

    private static class Converter implements ParamConverter<Integer> {

        @Override
        public Integer fromString(String value) {
            return parse(value);
        }

        @Override
        public String toString(Integer value) {
            return value.toString();
        }
    }
}
