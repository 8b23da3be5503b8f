package fr.cned.partenariats.gateway.edge.compression;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code Accept-Encoding} (RFC 9110, section 12.5.3). */
public final class AcceptEncoding {

    private AcceptEncoding() {}

    /** Whether the client accepts gzip and does not prefer an answer without compression. Never for HTTP 1.0. */
    public static boolean isGzipAcceptedBy(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_1_0
                && acceptsGzip(String.join(",", request.headers().getAll(HttpHeaders.ACCEPT_ENCODING)));
    }

    static boolean acceptsGzip(@Nullable String header) {
        if (header == null) {
            return false;
        }
        double gzip = -1;
        double any = -1;
        double identity = 0;
        for (String item : header.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = item.split(";", -1);
            double weight = weight(parts);
            switch (parts[0].strip()) {
                case "gzip", "x-gzip" -> gzip = Math.max(gzip, weight);
                case "*" -> any = weight;
                case "identity" -> identity = weight;
                default -> {}
            }
        }
        double accepted = gzip < 0 ? any : gzip;
        return accepted > 0 && accepted >= identity;
    }

    /** An unreadable weight is 0: the client gets an answer that it can certainly read. */
    private static double weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("q=")) {
                String value = parameter.substring(2);
                return value.matches("[01](\\.[0-9]{0,3})?") ? Double.parseDouble(value) : 0;
            }
        }
        return 1;
    }
}
