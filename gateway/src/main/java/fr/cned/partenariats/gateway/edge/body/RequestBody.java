package fr.cned.partenariats.gateway.edge.body;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Reads the announced length of a request body, and discards a body that is not wanted. */
public final class RequestBody {

    private static final long UNKNOWN = -1;
    private static final long MAX_DISCARDED_BYTES = 64 * 1024;
    private static final long MILLIS_BEFORE_CLOSE = 500;
    private static final long MILLIS_TO_DISCARD = 5_000;

    private RequestBody() {}

    /** The body's length in bytes, or a negative number for a chunked body. */
    public static long length(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            return request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null ? 0 : UNKNOWN;
        }
        return parse(length);
    }

    public static boolean isChunked(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /**
     * Discards the body. The caller must call this before it sends the response. A short body is read within a time
     * limit, so that the connection can serve the next request. Otherwise the connection closes.
     */
    public static void discard(Vertx vertx, HttpServerRequest request) {
        long length = length(request);
        if (length < 0 || length > MAX_DISCARDED_BYTES) {
            closeSoon(vertx, request);
        } else if (length > 0) {
            vertx.setTimer(MILLIS_TO_DISCARD, id -> {
                if (!request.isEnded()) {
                    request.connection().close();
                }
            });
        }
        request.resume();
    }

    /** Like {@link #discard}, but reads nothing more and always closes the connection. */
    public static void abandon(Vertx vertx, HttpServerRequest request) {
        request.pause();
        closeSoon(vertx, request);
    }

    /** Closes with a delay: a client that is still sending when the connection is reset may lose the response. */
    private static void closeSoon(Vertx vertx, HttpServerRequest request) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        vertx.setTimer(MILLIS_BEFORE_CLOSE, id -> request.connection().close());
    }

    private static long parse(String length) {
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException unreadable) {
            return Long.MAX_VALUE;
        }
    }
}
