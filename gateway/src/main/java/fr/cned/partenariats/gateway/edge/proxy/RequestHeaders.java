package fr.cned.partenariats.gateway.edge.proxy;

import fr.cned.partenariats.gateway.edge.problem.ProblemWriter;
import fr.cned.partenariats.gateway.edge.trace.TraceContext;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * Copies the allowed request headers of a client to the request to the service. The allowlist keeps out forged
 * identity headers ({@code X-User}, {@code X-Forwarded-For}, {@code Forwarded}) and hop-by-hop headers
 * ({@code Connection} and the headers that it names).
 */
final class RequestHeaders {

    private static final MultiMap ALLOWED = HeaderFields.names(
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

    private RequestHeaders() {}

    /** Adds the headers of the request to the service, with the client's address in X-Forwarded-For. */
    static void copy(HttpServerRequest request, MultiMap toService, String address) {
        TraceContext.ensureTraceparent(request);
        HeaderFields.forEach(request.headers(), (name, value) -> {
            if (ALLOWED.contains(name)) {
                toService.add(name, value);
            }
        });
        toService.add(FORWARDED_FOR, address);
        toService.add(ProblemWriter.FORWARDED_PROTO, ProblemWriter.scheme(request));
        if (request.authority() != null) {
            toService.add(FORWARDED_HOST, request.authority().toString());
        }
    }
}
