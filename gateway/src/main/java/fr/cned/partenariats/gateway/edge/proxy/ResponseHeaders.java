package fr.cned.partenariats.gateway.edge.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Copies a service's response headers, except hop-by-hop headers, server names and internal addresses. */
final class ResponseHeaders {

    private static final MultiMap DROPPED = HeaderFields.names(
            "Connection",
            "Keep-Alive",
            "Proxy-Authenticate",
            "Proxy-Connection",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade",
            "Server",
            "Via",
            "X-Powered-By",
            ProxiedRequest.COST.toString(),
            "X-Content-Type-Options",
            "Access-Control-Allow-Origin",
            "Access-Control-Allow-Credentials",
            "Access-Control-Allow-Headers",
            "Access-Control-Allow-Methods",
            "Access-Control-Expose-Headers",
            "Access-Control-Max-Age");

    private ResponseHeaders() {}

    /** A service builds Location from its internal address, which clients cannot reach. Its Date replaces the gateway's. */
    static void copy(MultiMap fromService, MultiMap toClient, String serviceOrigin) {
        Set<String> hopByHop = namedBy(fromService.get(HttpHeaders.CONNECTION));
        if (fromService.contains(HttpHeaders.DATE)) {
            toClient.remove(HttpHeaders.DATE);
        }
        HeaderFields.forEach(fromService, (name, value) -> {
            if (!DROPPED.contains(name) && (hopByHop.isEmpty() || !hopByHop.contains(name.toString()))) {
                toClient.add(name, value);
            }
        });
        String location = toClient.get(HttpHeaders.LOCATION);
        if (location != null && isBelow(serviceOrigin, location)) {
            toClient.set(HttpHeaders.LOCATION, location.substring(serviceOrigin.length()));
        }
    }

    private static Set<String> namedBy(@Nullable String connection) {
        if (connection == null || HttpHeaders.KEEP_ALIVE.toString().equalsIgnoreCase(connection)) {
            return Set.of();
        }
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : connection.split(",", -1)) {
            names.add(name.strip());
        }
        return names;
    }

    private static boolean isBelow(String origin, String location) {
        return location.startsWith(origin)
                && location.length() > origin.length()
                && location.charAt(origin.length()) == '/';
    }
}
