package fr.cned.partenariats.commons.problem;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a body that is announced as too large. Quarkus would do it next, but without a problem in
 * the answer; a body of unannounced length is left to it, and to the gateway before it.
 */
@ApplicationScoped
class BodyLimit {

    private static final int BEFORE_QUARKUS = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1;

    private final ProblemRenderer problems;
    private final long limit;

    BodyLimit(ProblemRenderer problems, @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
        this.problems = problems;
        this.limit = limit.asLongValue();
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_QUARKUS).handler(this::check);
    }

    private void check(RoutingContext request) {
        @Nullable String length = request.request().getHeader("Content-Length");
        if (length == null || Long.parseLong(length) <= limit) {
            request.next();
            return;
        }
        Problem problem = problems.render(
                Refusal.of(CommonProblem.BODY_TOO_LARGE),
                RequestLanguage.of(request.request().getHeader("Accept-Language")));
        HttpServerResponse response = request.response().setStatusCode(problem.status());
        problem.headers().forEach(response::putHeader);
        response.putHeader("Connection", "close")
                .endHandler(sent -> request.request().connection().close())
                .end(Buffer.buffer(problem.body()));
    }
}
