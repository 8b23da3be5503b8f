package fr.cned.partenariats.gateway.problem;

import static java.util.Objects.requireNonNull;

import fr.cned.partenariats.gateway.body.RequestBody;
import fr.cned.partenariats.gateway.trace.Traces;
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

/** Writes the gateway's own errors as problem+json (RFC 9457), and counts them. */
@Singleton
public class Problems {

    private static final CharSequence WWW_AUTHENTICATE = HttpHeaders.createOptimized("WWW-Authenticate");
    private static final CharSequence PROBLEM_JSON = HttpHeaders.createOptimized("application/problem+json");

    private final Map<GatewayProblem, Counter> counters = new EnumMap<>(GatewayProblem.class);

    private final Vertx vertx;

    Problems(Vertx vertx, MeterRegistry registry) {
        this.vertx = vertx;
        for (GatewayProblem problem : GatewayProblem.values()) {
            counters.put(problem, registry.counter("gateway.problems", "code", problem.code()));
        }
    }

    /** Answers instead of a service. What was set before as a header (Allow, Retry-After) stays. */
    public void refuse(HttpServerRequest request, GatewayProblem problem) {
        dropBody(request, problem);
        Buffer body = prepare(request, problem);
        request.response().setStatusCode(problem.status()).end(body);
    }

    /** Reads what is left of a request body, or closes the connection soon. */
    public void dropBody(HttpServerRequest request, GatewayProblem problem) {
        switch (problem) {
            case REQUEST_TIMEOUT, CHUNKS_TOO_SMALL -> RequestBody.abandon(vertx, request);
            default -> RequestBody.discard(vertx, request);
        }
    }

    /** Sets the headers of the response and returns its body, for a caller that ends it in its own way. */
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
        return body(problem, language, Traces.idOf(request));
    }

    private static Buffer body(GatewayProblem problem, Locale language, String traceId) {
        return new JsonObject()
                .put("type", ProblemPages.PATH + problem.code())
                .put("title", ProblemTexts.title(problem, language))
                .put("status", problem.status())
                .put("detail", ProblemTexts.detail(problem, language))
                .put("code", problem.code())
                .put("traceId", traceId)
                .toBuffer();
    }
}
