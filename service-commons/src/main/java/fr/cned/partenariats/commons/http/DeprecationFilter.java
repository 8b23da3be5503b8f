package fr.cned.partenariats.commons.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriBuilder;
import java.lang.reflect.Method;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Adds {@code Deprecation} (RFC 9745), {@code Sunset} (RFC 8594) and {@code Link} to the answers of a
 * {@link DeprecatedOperation}. Refusals have them, too, once the operation is known.
 */
class DeprecationFilter {

    /** The page of the gateway with all contracts. */
    private static final String DOCUMENTATION = "</docs/>; rel=\"deprecation\"; type=\"text/html\"";

    /** HTTP-date: unlike {@code RFC_1123_DATE_TIME}, the day always has two digits. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Clock clock;

    DeprecationFilter(Clock clock) {
        this.clock = clock;
    }

    @ServerResponseFilter
    void announce(ContainerRequestContext request, ContainerResponseContext response, @Nullable ResourceInfo resource) {
        @Nullable Method operation = resource == null ? null : resource.getResourceMethod();
        @Nullable
        DeprecatedOperation deprecated = operation == null ? null : operation.getAnnotation(DeprecatedOperation.class);
        if (deprecated == null) {
            return;
        }
        MultivaluedMap<String, Object> headers = response.getHeaders();
        headers.putSingle("Deprecation", "@" + startOf(deprecated.since()).getEpochSecond());
        if (!deprecated.sunset().isEmpty()) {
            headers.putSingle("Sunset", HTTP_DATE.format(startOf(deprecated.sunset())));
        }
        headers.add(HttpHeaders.LINK, DOCUMENTATION);
        if (!deprecated.successor().isEmpty()) {
            headers.add(HttpHeaders.LINK, "<" + successor(deprecated, request) + ">; rel=\"successor-version\"");
        }
    }

    private Instant startOf(String day) {
        return LocalDate.parse(day).atStartOfDay(clock.getZone()).toInstant();
    }

    /** A link needs an address without placeholders: they get the values of this request. */
    private static String successor(DeprecatedOperation deprecated, ContainerRequestContext request) {
        Map<String, String> values = new HashMap<>();
        request.getUriInfo().getPathParameters().forEach((name, all) -> values.put(name, all.get(0)));
        return UriBuilder.fromPath(deprecated.successor()).buildFromMap(values).getRawPath();
    }
}
