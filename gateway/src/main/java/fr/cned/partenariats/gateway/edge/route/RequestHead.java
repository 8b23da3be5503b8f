package fr.cned.partenariats.gateway.edge.route;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;

/** Detects request heads that the HTTP parser accepts but that another server could read differently. */
public final class RequestHead {

    private RequestHead() {}

    /** Whether Host is valid and unique, every header has a name, and Transfer-Encoding is absent or exactly chunked. */
    public static boolean isWellFormed(HttpServerRequest request) {
        MultiMap headers = request.headers();
        return hasAtMostOneHost(request, headers.getAll(HttpHeaders.HOST))
                && !headers.contains("")
                && hasUnambiguousLength(request.version(), headers.getAll(HttpHeaders.TRANSFER_ENCODING));
    }

    /** vertx-web has already rejected an HTTP/1.1 request without Host. */
    private static boolean hasAtMostOneHost(HttpServerRequest request, List<String> hosts) {
        return hosts.isEmpty() || (hosts.size() == 1 && !hosts.get(0).isBlank() && request.authority() != null);
    }

    private static boolean hasUnambiguousLength(HttpVersion version, List<String> encodings) {
        return encodings.isEmpty()
                || (version == HttpVersion.HTTP_1_1
                        && encodings.size() == 1
                        && encodings.get(0).equalsIgnoreCase("chunked"));
    }
}
