package fr.cned.partenariats.gateway.body;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** What a request says of its own body, and what becomes of a body that nobody will read. */
public final class RequestBody {

    private static final long UNKNOWN = -1;
    private static final long WORTH_READING_TO_THE_END = 64 * 1024;
    private static final long MILLIS_FOR_THE_CLIENT_TO_READ_THE_ANSWER = 500;
    private static final long MILLIS_FOR_A_SHORT_REST = 5_000;

    private RequestBody() {}

    /** Its length; negative when it is chunked, so that the length is known at the end only. */
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
     * To be called before the response of a request whose body is not wanted. A short rest is read so that the
     * connection can serve the next request, but not waited for without end.
     */
    public static void discard(Vertx vertx, HttpServerRequest request) {
        long length = length(request);
        if (length < 0 || length > WORTH_READING_TO_THE_END) {
            closeSoon(vertx, request);
        } else if (length > 0) {
            vertx.setTimer(MILLIS_FOR_A_SHORT_REST, late -> {
                if (!request.isEnded()) {
                    request.connection().close();
                }
            });
        }
        request.resume();
    }

    /** Like {@link #discard}, for a body of which nothing more is to be read. */
    public static void abandon(Vertx vertx, HttpServerRequest request) {
        request.pause();
        closeSoon(vertx, request);
    }

    /** A moment after the response: a client that still sends when the connection is reset may never see that. */
    private static void closeSoon(Vertx vertx, HttpServerRequest request) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        vertx.setTimer(
                MILLIS_FOR_THE_CLIENT_TO_READ_THE_ANSWER,
                elapsed -> request.connection().close());
    }

    private static long parse(String length) {
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException unreadable) {
            return Long.MAX_VALUE;
        }
    }
}
