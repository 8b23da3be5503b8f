package fr.cned.partenariats.gateway.edge.problem;

import static java.util.Objects.requireNonNull;

import fr.cned.partenariats.gateway.edge.body.RequestBody;
import fr.cned.partenariats.gateway.edge.trace.TraceContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Sends the gateway's own problems as problem+json (RFC 9457) and counts them. */
@Singleton
public class ProblemWriter {

    /** Prefix of every problem type (RFC 9457, section 3.1.1). */
    public static final String TYPES = "/problems/";

    public static final CharSequence FORWARDED_PROTO = HttpHeaders.createOptimized("X-Forwarded-Proto");

    private static final CharSequence WWW_AUTHENTICATE = HttpHeaders.createOptimized("WWW-Authenticate");
    private static final CharSequence PROBLEM_JSON = HttpHeaders.createOptimized("application/problem+json");

    private final Map<GatewayProblem, Counter> counters = new EnumMap<>(GatewayProblem.class);

    private final Vertx vertx;

    ProblemWriter(Vertx vertx, MeterRegistry registry) {
        this.vertx = vertx;
        for (GatewayProblem problem : GatewayProblem.values()) {
            counters.put(
                    problem,
                    Counter.builder("gateway.problems")
                            .description("Problems that the gateway itself answered")
                            .tag("code", problem.code())
                            .register(registry));
        }
    }

    /** Sends the problem. Headers that the caller has set (Allow, Retry-After) stay. */
    public void send(HttpServerRequest request, GatewayProblem problem) {
        discardBody(request, problem);
        Buffer body = prepare(request, problem);
        request.response().setStatusCode(problem.status()).end(body);
    }

    /** Discards the rest of the request body, or closes the connection after a short delay. */
    public void discardBody(HttpServerRequest request, GatewayProblem problem) {
        switch (problem) {
            case REQUEST_TIMEOUT, CHUNKS_TOO_SMALL -> RequestBody.abandon(vertx, request);
            default -> RequestBody.discard(vertx, request);
        }
    }

    /** Sets the response headers and returns the body, for a caller that sends the response itself. */
    public Buffer prepare(HttpServerRequest request, GatewayProblem problem) {
        requireNonNull(counters.get(problem)).increment();
        Locale language = AcceptLanguage.preferred(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CONTENT_TYPE, PROBLEM_JSON);
        response.putHeader(HttpHeaders.CONTENT_LANGUAGE, language.getLanguage());
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        switch (problem) {
            case UNAUTHENTICATED -> response.putHeader(WWW_AUTHENTICATE, "Bearer");
            case INVALID_TOKEN -> response.putHeader(WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
            case SERVICE_UNAVAILABLE, OVERLOADED, TOO_MANY_CONNECTIONS -> {
                if (!response.headers().contains(HttpHeaders.RETRY_AFTER)) {
                    response.putHeader(HttpHeaders.RETRY_AFTER, "1");
                }
            }
            default -> {}
        }
        return body(request, problem, language);
    }

    /** The scheme that the client used: a proxy in front of the gateway may end TLS. Only the client sees it. */
    public static String scheme(HttpServerRequest request) {
        return request.isSSL() || "https".equals(request.getHeader(FORWARDED_PROTO)) ? "https" : "http";
    }

    private static Buffer body(HttpServerRequest request, GatewayProblem problem, Locale language) {
        boolean isOeapi = request.uri().startsWith("/oeapi/"); // asks for an absolute type
        return new JsonObject()
                .put("type", (isOeapi ? scheme(request) + "://" + request.authority() : "") + TYPES + problem.code())
                .put("title", ProblemTexts.title(problem, language))
                .put("status", problem.status())
                .put("detail", ProblemTexts.detail(problem, language))
                .put("code", problem.code())
                .put("traceId", TraceContext.traceId(request))
                .toBuffer();
    }
}
