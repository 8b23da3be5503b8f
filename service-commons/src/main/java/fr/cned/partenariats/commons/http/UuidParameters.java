package fr.cned.partenariats.commons.http;

import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Parses the UUIDs of paths and queries with {@link StrictUuid}, so that each object has one address. */
@Provider
public class UuidParameters implements ParamConverterProvider {

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> rawType, Type genericType, Annotation[] annotations) {
        return rawType == UUID.class ? (ParamConverter<T>) new Converter() : null;
    }

    private static class Converter implements ParamConverter<UUID> {

        @Override
        public UUID fromString(String value) {
            return StrictUuid.parse(value);
        }

        @Override
        public String toString(UUID value) {
            return value.toString();
        }
    }
}
