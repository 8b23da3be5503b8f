package fr.cned.partenariats.gateway.edge.connection;

import fr.cned.partenariats.gateway.edge.problem.GatewayProblem;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a request that the HTTP parser rejected, or whose connection exceeds a limit. Its target names the problem,
 * so that the router answers it like any other: in the client's language, with a trace id, and counted. A client
 * cannot send such a target, because it contains a space.
 */
public final class RejectedRequest {

    private static final String PREFIX = "/ ";
    private static final Map<String, GatewayProblem> PROBLEMS = new HashMap<>();

    static {
        for (GatewayProblem problem : GatewayProblem.values()) {
            PROBLEMS.put(PREFIX + problem.code(), problem);
        }
    }

    private RejectedRequest() {}

    /** The problem that the target names, or null for the target of a real request. */
    public static @Nullable GatewayProblem problemOf(String target) {
        return target.startsWith(PREFIX) ? PROBLEMS.get(target) : null;
    }

    static GatewayProblem problemOf(Throwable refusal) {
        if (refusal instanceof TooLongHttpLineException) {
            return GatewayProblem.URI_TOO_LONG;
        }
        return refusal instanceof TooLongHttpHeaderException
                ? GatewayProblem.HEADERS_TOO_LARGE
                : GatewayProblem.MALFORMED_REQUEST;
    }

    /** Builds the replacement. Its body has no known length, so the connection closes after the response. */
    static HttpRequest replacement(GatewayProblem problem, @Nullable HttpRequest original) {
        HttpHeaders headers = HeadersMultiMap.httpHeaders();
        headers.set(HttpHeaderNames.HOST, "gateway");
        headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        String language = original == null ? null : original.headers().get(HttpHeaderNames.ACCEPT_LANGUAGE);
        if (language != null) {
            headers.set(HttpHeaderNames.ACCEPT_LANGUAGE, language);
        }
        boolean validate = false;
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, PREFIX + problem.code(), headers, validate);
    }
}
