package fr.cned.partenariats.gateway.route;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;

/** Finds faults of a request head that the HTTP parser accepts, but that two readers could read differently. */
public final class RequestHead {

    private RequestHead() {}

    /** Whether there is one valid Host at most, every header has a name, and a body is framed by chunks or length. */
    public static boolean isWellFormed(HttpServerRequest request) {
        MultiMap headers = request.headers();
        return isOneHostAtMost(request, headers.getAll(HttpHeaders.HOST))
                && !headers.contains("")
                && isFramedPlainly(request.version(), headers.getAll(HttpHeaders.TRANSFER_ENCODING));
    }

    /** A request of HTTP/1.1 without a Host does not come here: vertx-web refuses it. */
    private static boolean isOneHostAtMost(HttpServerRequest request, List<String> hosts) {
        return hosts.isEmpty() || (hosts.size() == 1 && !hosts.get(0).isBlank() && request.authority() != null);
    }

    private static boolean isFramedPlainly(HttpVersion version, List<String> encodings) {
        return encodings.isEmpty()
                || (version == HttpVersion.HTTP_1_1
                        && encodings.size() == 1
                        && encodings.get(0).equalsIgnoreCase("chunked"));
    }
}
