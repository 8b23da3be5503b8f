package fr.cned.partenariats.gateway.edge.limit;

import fr.cned.partenariats.gateway.edge.token.VerifiedToken;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.json.DecodeException;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Receives the reports of the other gateways on the management port, which clients do not reach. There is no route
 * without peers, so a gateway that lacks the setting is visible as lost reports of the others.
 */
@Singleton
class PeerReportRoute {

    static final String PATH = "/rate-limit/reports";

    private static final long MAX_BODY = 4L * 1024 * 1024;
    private static final int NO_CONTENT = 204;
    private static final int BAD_REQUEST = 400;

    private final PeerReporter peers;
    private final ClientRateLimiter limits;
    private final Counter requests;

    PeerReportRoute(PeerReporter peers, ClientRateLimiter limits, MeterRegistry registry) {
        this.peers = peers;
        this.limits = limits;
        this.requests = Counter.builder("gateway.rate.limit.peer.requests")
                .description("Requests that other gateways reported as accepted")
                .register(registry);
    }

    void routes(@Observes ManagementInterface management) {
        if (peers.hasPeers()) {
            management
                    .router()
                    .post(PATH)
                    .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY))
                    .handler(this::receive);
        }
    }

    private void receive(RoutingContext context) {
        PeerReport report;
        try {
            report = PeerReport.ofJson(context.body().buffer());
        } catch (DecodeException noReport) {
            context.response().setStatusCode(BAD_REQUEST).end();
            return;
        }
        if (!peers.isOwn(report)) {
            report.accepted().forEach((caller, count) -> {
                limits.takeGiven(caller, count);
                if (!VerifiedToken.isPartnerKey(caller)) {
                    requests.increment(count);
                }
            });
        }
        context.response().setStatusCode(NO_CONTENT).end();
    }
}
