package fr.cned.partenariats.gateway.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.stream.Stream;

/** Removes hop-by-hop headers, server names and internal addresses from a service's response. */
final class ResponseHeaders {

    private static final List<CharSequence> REMOVED = Stream.of(
                    "Connection",
                    "Keep-Alive",
                    "Proxy-Authenticate",
                    "Proxy-Connection",
                    "TE",
                    "Trailer",
                    "Upgrade",
                    "Server",
                    "Via",
                    "X-Powered-By",
                    "X-Content-Type-Options",
                    "Access-Control-Allow-Origin",
                    "Access-Control-Allow-Credentials",
                    "Access-Control-Allow-Headers",
                    "Access-Control-Allow-Methods",
                    "Access-Control-Expose-Headers",
                    "Access-Control-Max-Age")
            .map(HttpHeaders::createOptimized)
            .toList();

    private ResponseHeaders() {}

    /** A service builds Location from its internal address, which clients cannot reach. */
    static void clean(MultiMap headers, String serviceOrigin) {
        String connection = headers.get(HttpHeaders.CONNECTION);
        if (connection != null) {
            removeNamedBy(connection, headers);
        }
        for (CharSequence name : REMOVED) {
            headers.remove(name);
        }
        String location = headers.get(HttpHeaders.LOCATION);
        if (location != null && isBelow(serviceOrigin, location)) {
            headers.set(HttpHeaders.LOCATION, location.substring(serviceOrigin.length()));
        }
    }

    private static void removeNamedBy(String connection, MultiMap headers) {
        for (String name : connection.split(",", -1)) {
            String header = name.strip();
            if (!header.isEmpty()) {
                headers.remove(header);
            }
        }
    }

    private static boolean isBelow(String origin, String location) {
        return location.startsWith(origin)
                && location.length() > origin.length()
                && location.charAt(origin.length()) == '/';
    }
}
