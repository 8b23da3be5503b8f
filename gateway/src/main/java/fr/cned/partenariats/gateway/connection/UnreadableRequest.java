package fr.cned.partenariats.gateway.connection;

import fr.cned.partenariats.gateway.problem.GatewayProblem;
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
 * Stands for a request that the router cannot get, because the HTTP parser refused it or its connection is one
 * too many. The router sees a request whose target names the problem, and answers that like any other: in the
 * client's language, with a trace id, counted. No client can send such a target: it contains a space.
 */
public final class UnreadableRequest {

    private static final String PREFIX = "/ ";
    private static final Map<String, GatewayProblem> PROBLEMS = new HashMap<>();

    static {
        for (GatewayProblem problem : GatewayProblem.values()) {
            PROBLEMS.put(PREFIX + problem.code(), problem);
        }
    }

    private UnreadableRequest() {}

    /** The problem that the target stands for. */
    public static @Nullable GatewayProblem problemOf(String target) {
        return target.startsWith(PREFIX) ? PROBLEMS.get(target) : null;
    }

    /** The problem of a request head that the parser refused. */
    static GatewayProblem problemOf(Throwable refusal) {
        if (refusal instanceof TooLongHttpLineException) {
            return GatewayProblem.URI_TOO_LONG;
        }
        return refusal instanceof TooLongHttpHeaderException
                ? GatewayProblem.HEADERS_TOO_LARGE
                : GatewayProblem.MALFORMED_REQUEST;
    }

    /** The request to hand on in its place. Its body has no known length, so the connection closes after the answer. */
    static HttpRequest standIn(GatewayProblem problem, @Nullable HttpRequest original) {
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
