package fr.cned.partenariats.gateway.proxy;

import fr.cned.partenariats.gateway.trace.Traces;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/**
 * What a service gets to see of a client's headers: those that the contracts know and nothing else. So nobody
 * can pass himself off as somebody by a header ({@code X-User}, {@code X-Forwarded-For}, {@code Forwarded}),
 * and what concerns one connection only ({@code Connection} and all that it names) ends here.
 */
final class RequestHeaders {

    private static final MultiMap PASSED_ON = names(
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

    /** Fills the headers for the service from those of the client, which is at the address. */
    static void copy(HttpServerRequest request, MultiMap toService, String address) {
        Traces.ensure(request);
        toService.clear();
        for (Map.Entry<String, String> header : request.headers()) {
            if (PASSED_ON.contains(header.getKey())) {
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
