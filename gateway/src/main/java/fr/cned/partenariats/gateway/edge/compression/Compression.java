package fr.cned.partenariats.gateway.edge.compression;

import fr.cned.partenariats.gateway.GatewayConfig;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Compresses answers that caches may store, which are those of the catalogue. An answer with {@code no-store} may contain
 * personal data or repeat text of the request beside it, so its length must not depend on its content (BREACH).
 */
@Singleton
public class Compression {

    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");

    private final boolean enabled;
    private final long minLength;
    private final int level;
    private final Semaphore permits;

    Compression(GatewayConfig config) {
        GatewayConfig.Compression settings = config.compression();
        enabled = settings.enabled();
        minLength = settings.minLength().asLongValue();
        level = settings.level();
        permits = new Semaphore(settings.concurrent());
    }

    /**
     * Compresses the body of the response if the client accepts it, and sets the headers.
     *
     * @param headers the headers of the response to the client
     * @param body the body from the service
     * @param validatesGzip whether the client asked with the tag of a compressed answer
     * @return the compressed body, which the caller must close, or null
     */
    public @Nullable GzipStream apply(
            HttpServerRequest request, int status, MultiMap headers, ReadStream<Buffer> body, boolean validatesGzip) {
        boolean head = HttpMethod.HEAD.equals(request.method());
        if (!enabled
                || (status != OK && status != NOT_MODIFIED)
                || !(head || HttpMethod.GET.equals(request.method()))
                || isUncompressed(headers.get(HttpHeaders.CACHE_CONTROL))) {
            return null;
        }
        headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (status == NOT_MODIFIED) {
            if (validatesGzip) {
                GzipTags.addTo(headers);
            }
            return null;
        }
        if (!isText(headers.get(HttpHeaders.CONTENT_TYPE))
                || headers.contains(HttpHeaders.CONTENT_ENCODING)
                || headers.contains(HttpHeaders.CONTENT_RANGE)
                || !isLongEnough(headers.get(HttpHeaders.CONTENT_LENGTH), head)
                || !AcceptEncoding.isGzipAcceptedBy(request)) {
            return null;
        }
        if (head) {
            describe(headers);
            return null;
        }
        if (!permits.tryAcquire()) {
            return null;
        }
        describe(headers);
        return new GzipStream(body, level, permits::release);
    }

    private static void describe(MultiMap headers) {
        headers.remove(HttpHeaders.CONTENT_LENGTH);
        headers.set(HttpHeaders.CONTENT_ENCODING, GZIP);
        GzipTags.addTo(headers);
    }

    private static boolean isUncompressed(@Nullable String cacheControl) {
        return cacheControl != null && (cacheControl.contains("no-store") || cacheControl.contains("no-transform"));
    }

    /** A chunked body is compressed: services send only long bodies in chunks. The head of one proves nothing. */
    private boolean isLongEnough(@Nullable String length, boolean head) {
        return length == null ? !head : Long.parseLong(length) >= minLength;
    }

    private static boolean isText(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return (type.startsWith("text/") && !type.equals("text/event-stream"))
                || type.equals("application/json")
                || type.equals("application/yaml")
                || type.equals("application/xml")
                || type.endsWith("+json")
                || type.endsWith("+xml");
    }
}
