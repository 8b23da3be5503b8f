package fr.cned.partenariats.partner.integration.apiclient;

import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Tells the gateways, on the management port, which clients were revoked while a token of theirs can still be valid.
 */
@ApplicationScoped
class RevokedClientsRoute {

    static final String PATH = "/api-clients/revoked";

    private static final int SERVICE_UNAVAILABLE = 503;

    private final ApiClientRecords records;

    RevokedClientsRoute(ApiClientRecords records) {
        this.records = records;
    }

    void routes(@Observes ManagementInterface management) {
        management.router().get(PATH).blockingHandler(this::answer);
    }

    private void answer(RoutingContext context) {
        try {
            context.response()
                    .putHeader("Content-Type", "application/json")
                    .end(new JsonObject().put("clients", records.revoked()).toBuffer());
        } catch (RuntimeException e) {
            if (!DatabaseFailures.isTransient(e)) {
                throw e;
            }
            context.response().setStatusCode(SERVICE_UNAVAILABLE).end();
        }
    }
}
