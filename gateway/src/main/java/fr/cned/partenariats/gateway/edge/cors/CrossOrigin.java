package fr.cned.partenariats.gateway.edge.cors;

import fr.cned.partenariats.gateway.GatewayConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages of the configured origins call the API from a browser (CORS). Any other origin gets no CORS header, and its
 * request is not refused: only browsers enforce CORS. Cookies are never allowed, because the API does not use them.
 */
@Singleton
public class CrossOrigin {

    private static final String ALLOWED_HEADERS = "Accept-Language, Authorization, Cache-Control, Content-Type,"
            + " Idempotency-Key, If-Match, If-Modified-Since, If-None-Match, If-Revision-At-Least, If-Unmodified-Since,"
            + " Prefer, Traceparent, Tracestate";
    private static final CharSequence EXPOSED_HEADERS =
            HttpHeaders.createOptimized("Allow, Content-Encoding, Content-Language, Date, Deprecation, ETag,"
                    + " Idempotency-Replayed, Link, Location, Next-Cursor, RateLimit, RateLimit-Policy, Retry-After, Sunset,"
                    + " WWW-Authenticate");
    private static final CharSequence PREFLIGHT_VARY =
            HttpHeaders.createOptimized("Access-Control-Request-Method, Access-Control-Request-Headers");

    /** One hour. */
    private static final CharSequence PREFLIGHT_MAX_AGE = HttpHeaders.createOptimized("3600");

    private final Set<String> origins;

    CrossOrigin(GatewayConfig config) {
        origins = config.cors().origins().orElse(List.of()).stream()
                .map(CrossOrigin::checked)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Adds the headers with which a page of an allowed origin may read the response. */
    public void allow(HttpServerRequest request) {
        if (origins.isEmpty()) {
            return;
        }
        HttpServerResponse response = request.response();
        response.headers().add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        String origin = allowedOrigin(request);
        if (origin != null) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED_HEADERS);
        }
    }

    /** Whether a browser asks with this request if a page of an allowed origin may send another one. */
    public boolean isAllowedPreflight(HttpServerRequest request) {
        return HttpMethod.OPTIONS.equals(request.method())
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)
                && allowedOrigin(request) != null;
    }

    /** Adds the headers that allow the request that the browser asks about. */
    public void allowPreflight(HttpServerRequest request, String methods) {
        HttpServerResponse response = request.response();
        response.headers().add(HttpHeaders.VARY, PREFLIGHT_VARY);
        response.headers().remove(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS);
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, methods);
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS);
        response.putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_MAX_AGE);
    }

    private @Nullable String allowedOrigin(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin != null && origins.contains(origin) ? origin : null;
    }

    /** Browsers send the origin in lower case, without a path. Any other setting would never match. */
    private static String checked(String origin) {
        try {
            URI uri = URI.create(origin);
            if (uri.getHost() != null
                    && Set.of("http", "https").contains(uri.getScheme())
                    && origin.equals(uri.getScheme() + "://" + uri.getRawAuthority())
                    && uri.getRawUserInfo() == null
                    && origin.equals(origin.toLowerCase(Locale.ROOT))) {
                return origin;
            }
        } catch (IllegalArgumentException notAnAddress) {
            // refused below
        }
        throw new IllegalArgumentException("gateway.cors.origins: \"" + origin
                + "\" is no origin. Write scheme and host in lower case, and no slash at the end, for example"
                + " https://catalogue.example.org.");
    }
}
