package fr.cned.partenariats.gateway.proxy;

import fr.cned.partenariats.gateway.trace.TraceContext;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/**
 * Copies the allowed request headers of a client to the request to the service. The allowlist keeps out forged
 * identity headers ({@code X-User}, {@code X-Forwarded-For}, {@code Forwarded}) and hop-by-hop headers
 * ({@code Connection} and the headers that it names).
 */
final class RequestHeaders {

    private static final MultiMap ALLOWED = names(
            "Accept",
            "Accept-Encoding",
            "Accept-Language",
            "Authorization",
            "Cache-Control",
            "Content-Encoding",
            "Content-Language",
            "Content-Length",
            "Content-Type",
            "Idempotency-Key",
            "If-Match",
            "If-Modified-Since",
            "If-None-Match",
            "If-Revision-At-Least",
            "If-Unmodified-Since",
            "Prefer",
            "Range",
            "Traceparent",
            "Tracestate",
            "User-Agent");

    private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("X-Forwarded-For");
    private static final CharSequence FORWARDED_HOST = HttpHeaders.createOptimized("X-Forwarded-Host");
    private static final CharSequence FORWARDED_PROTO = HttpHeaders.createOptimized("X-Forwarded-Proto");

    private RequestHeaders() {}

    /** Replaces the headers of the request to the service, and sends the client's address in X-Forwarded-For. */
    static void copy(HttpServerRequest request, MultiMap toService, String address) {
        TraceContext.ensureTraceparent(request);
        toService.clear();
        for (Map.Entry<String, String> header : request.headers()) {
            if (ALLOWED.contains(header.getKey())) {
                toService.add(header.getKey(), header.getValue());
            }
        }
        toService.set(FORWARDED_FOR, address);
        toService.set(FORWARDED_PROTO, request.scheme());
        if (request.authority() != null) {
            toService.set(FORWARDED_HOST, request.authority().toString());
        }
    }

    private static MultiMap names(String... names) {
        MultiMap set = MultiMap.caseInsensitiveMultiMap();
        for (String name : names) {
            set.add(name, "");
        }
        return set;
    }
}
