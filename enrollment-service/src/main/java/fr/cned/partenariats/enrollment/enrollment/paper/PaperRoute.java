package fr.cned.partenariats.enrollment.enrollment.paper;

import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/** Tells the gateway, on the management port, whether a paper is valid. The gateway shows it to anybody. */
@ApplicationScoped
class PaperRoute {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final PaperService papers;

    PaperRoute(PaperService papers) {
        this.papers = papers;
    }

    void routes(@Observes ManagementInterface management) {
        management.router().get("/papers/:code").blockingHandler(this::show, false);
    }

    private void show(RoutingContext context) {
        try {
            Optional<JsonObject> found = papers.check(context.pathParam("code"));
            context.response()
                    .setStatusCode(found.isPresent() ? OK : NOT_FOUND)
                    .putHeader("Content-Type", "application/json")
                    .end(found.map(JsonObject::encode).orElse(""));
        } catch (RuntimeException e) {
            if (!DatabaseFailures.isTransient(e)) {
                throw e;
            }
            context.response().setStatusCode(SERVICE_UNAVAILABLE).end();
        }
    }
}
