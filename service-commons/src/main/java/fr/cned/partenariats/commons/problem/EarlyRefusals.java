package fr.cned.partenariats.commons.problem;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Refuses, with a problem, what Quarkus would answer with an empty 413, or a 500, before JAX-RS has a say. */
@ApplicationScoped
class EarlyRefusals {

    private static final int BEFORE_QUARKUS = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1;
    private static final long NOT_WORTH_READING = 16L * 1024 * 1024;
    private static final Pattern BEARER = Pattern.compile("(?i)bearer( .*)?");
    private static final Pattern SIGNED_JWT = Pattern.compile("(?i)bearer +[\\w-]+\\.[\\w-]+\\.[\\w-]+ *");

    private final ProblemRenderer problems;
    private final long bodyLimit;
    private final Optional<String> bulkPath;
    private final long bulkBodyLimit;

    EarlyRefusals(
            ProblemRenderer problems,
            @ConfigProperty(name = "commons.http.body-limit") MemorySize bodyLimit,
            @ConfigProperty(name = "commons.http.bulk-path") Optional<String> bulkPath,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize bulkBodyLimit) {
        this.problems = problems;
        this.bodyLimit = bodyLimit.asLongValue();
        this.bulkPath = bulkPath;
        this.bulkBodyLimit = bulkBodyLimit.asLongValue();
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_QUARKUS).handler(this::check);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        long length = announcedLength(request);
        if (length > limit(request)) {
            context.response()
                    .putHeader("Connection", "close")
                    .endHandler(sent -> request.connection().close());
            // Closed with unread data in it, a connection would take the answer with it.
            if (length < NOT_WORTH_READING) {
                request.handler(ignored -> {})
                        .endHandler(end -> refuse(context, Refusal.of(CommonProblem.BODY_TOO_LARGE)))
                        .resume();
            } else {
                refuse(context, Refusal.of(CommonProblem.BODY_TOO_LARGE));
            }
        } else if (isNoToken(request.getHeader("Authorization"))) {
            refuse(context, Refusal.invalidToken());
        } else {
            context.next();
        }
    }

    private long limit(HttpServerRequest request) {
        return bulkPath.filter(path -> path.equals(request.path())).isPresent() ? bulkBodyLimit : bodyLimit;
    }

    /** A body of unannounced length is left to Quarkus, and to the gateway before it. */
    private static long announcedLength(HttpServerRequest request) {
        @Nullable String length = request.getHeader("Content-Length");
        return length == null ? 0 : Long.parseLong(length);
    }

    private static boolean isNoToken(@Nullable String authorization) {
        return authorization != null
                && BEARER.matcher(authorization).matches()
                && !SIGNED_JWT.matcher(authorization).matches();
    }

    private void refuse(RoutingContext context, Refusal refusal) {
        Problem problem =
                problems.render(refusal, RequestLanguage.of(context.request().getHeader("Accept-Language")));
        HttpServerResponse response = context.response().setStatusCode(problem.status());
        problem.headers().forEach(response::putHeader);
        response.end(Buffer.buffer(problem.body()));
    }
}
