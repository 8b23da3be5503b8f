package fr.cned.partenariats.gateway.refusals;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.ReservedPort;
import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.edge.problem.GatewayProblem;
import fr.cned.partenariats.gateway.edge.token.VerifiedToken;
import fr.cned.partenariats.gateway.testing.ConfigFile;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistrationRefusalsTest {

    private final Vertx vertx = Vertx.vertx();
    private final ReservedPort port = new ReservedPort();
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final List<JsonObject> reports = new CopyOnWriteArrayList<>();
    private final RegistrationRefusals refusals = new RegistrationRefusals(
            ConfigFile.read(
                            "dev",
                            Map.of(
                                    "gateway.services.enrollment.health-url",
                                    "http://localhost:" + port.number() + "/q/health/ready"))
                    .getConfigMapping(GatewayConfig.class),
            vertx,
            Clock.systemUTC(),
            metrics);

    @AfterEach
    void close() {
        done(vertx.close());
    }

    private void listen() {
        done(vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    assertThat(request.path()).isEqualTo("/transmissions/refusals");
                    reports.add(new JsonObject(body));
                    request.response().setStatusCode(204).end();
                }))
                .listen(port.number(), "localhost"));
    }

    private void count(String client, GatewayProblem problem) {
        refusals.count(new VerifiedToken(client, false, client, null, 0, 0), problem);
    }

    @Test
    void aStopReportsTheRest() throws Exception {
        listen();
        count("a", GatewayProblem.RATE_LIMITED);
        count("a", GatewayProblem.RATE_LIMITED);

        refusals.stop(new ShutdownEvent());

        assertThat(reports).hasSize(1);
        JsonObject count = reports.get(0).getJsonArray("counts").getJsonObject(0);
        assertThat(count.getLong("attempts")).isEqualTo(2);
        assertThat(count.getString("code")).isEqualTo("rate-limited");
    }

    /** Before the counts that came since. */
    @Test
    void aReportThatWasNotTakenIsSentAgain() throws Exception {
        count("a", GatewayProblem.RATE_LIMITED);
        refusals.stop(new ShutdownEvent());
        count("a", GatewayProblem.BODY_TOO_LARGE);
        listen();

        refusals.stop(new ShutdownEvent());

        assertThat(reports).hasSize(2);
        assertThat(reports.get(0).getString("id")).isNotEqualTo(reports.get(1).getString("id"));
    }

    @Test
    void failuresOfTheServiceAreNotCounted() throws Exception {
        listen();
        count("a", GatewayProblem.SERVICE_UNAVAILABLE);

        refusals.stop(new ShutdownEvent());

        assertThat(reports).isEmpty();
    }

    @Test
    void countsWithoutRoomAreLost() {
        for (int i = 0; i < 10_003; i++) {
            count("client-" + i, GatewayProblem.RATE_LIMITED);
        }
        count("client-0", GatewayProblem.RATE_LIMITED);

        assertThat(metrics.counter("gateway.registration.refusals.lost").count())
                .isEqualTo(3);
    }

    private static <T> T done(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
