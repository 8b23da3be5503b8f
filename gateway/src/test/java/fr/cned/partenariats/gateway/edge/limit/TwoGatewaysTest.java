package fr.cned.partenariats.gateway.edge.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.ReservedPort;
import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.edge.token.VerifiedToken;
import fr.cned.partenariats.gateway.testing.ConfigFile;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rate limiters of two gateways that report to each other over HTTP. */
class TwoGatewaysTest {

    private static final int BURST = 100;
    private static final int PER_SECOND = 10;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final VerifiedToken TOKEN =
            new VerifiedToken("a-client", false, "a-client", null, Long.MAX_VALUE, 0);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ReservedPort firstPort = new ReservedPort();
    private final ReservedPort secondPort = new ReservedPort();
    private final Gateway first = new Gateway(firstPort);
    private final Gateway second = new Gateway(secondPort);

    @AfterEach
    void close() {
        first.reporter.stop(new ShutdownEvent());
        second.reporter.stop(new ShutdownEvent());
        done(vertx.close());
    }

    /** Each gateway gets 200 requests in 4 s, and would accept 140 of them alone. */
    @Test
    void sumOfBothStaysWithinTheLimit() throws Exception {
        long began = System.nanoTime();
        int accepted = 0;
        for (int i = 0; i < 400; i++) {
            LockSupport.parkNanos(began + i * TimeUnit.MILLISECONDS.toNanos(10) - System.nanoTime());
            if ((i % 2 == 0 ? first : second).accepts()) {
                accepted++;
            }
        }
        double limit = BURST + PER_SECOND * (System.nanoTime() - began) / 1e9;
        double acceptedByOneInHalfASecond = 25;
        assertThat((double) accepted).isBetween((double) BURST, limit + acceptedByOneInHalfASecond);
        double all = accepted;
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(first.peerRequests() + second.peerRequests()).isEqualTo(all));
    }

    @Test
    void gatewayWhosePeerIsDownAppliesTheWholeLimitAlone() throws Exception {
        done(second.server.close());
        for (int i = 0; i < BURST; i++) {
            assertThat(first.accepts()).isTrue();
        }
        await().atMost(SOON).until(() -> first.reports("lost") > 0);
        second.listen(secondPort);
        await("reports arrive again").atMost(SOON).until(() -> {
            first.accepts();
            return second.peerRequests() > 0;
        });
    }

    private static <T> T done(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private final class Gateway {

        private final MeterRegistry metrics = new SimpleMeterRegistry();
        private final Router router = Router.router(vertx);
        private final PeerReporter reporter;
        private final URI address;
        private HttpServer server;

        Gateway(ReservedPort port) {
            address = URI.create("http://localhost:" + port.number());
            GatewayConfig config = ConfigFile.read(
                            "dev",
                            Map.of(
                                    "gateway.rate-limit.burst",
                                    Integer.toString(BURST),
                                    "gateway.rate-limit.requests-per-second",
                                    Integer.toString(PER_SECOND),
                                    "gateway.rate-limit.peers",
                                    "http://localhost:%d,http://localhost:%d"
                                            .formatted(firstPort.number(), secondPort.number())))
                    .getConfigMapping(GatewayConfig.class);
            reporter = new PeerReporter(config, vertx, metrics);
            ClientRateLimiter limits = new ClientRateLimiter(config, reporter, new LimitMetrics(metrics));
            new PeerReportRoute(reporter, limits, metrics).routes(() -> router);
            router.get("/")
                    .handler(context -> context.response()
                            .setStatusCode(limits.admits(TOKEN, context.response()) ? 200 : 429)
                            .end());
            server = listen(port);
            reporter.start(new StartupEvent());
        }

        HttpServer listen(ReservedPort port) {
            server = done(vertx.createHttpServer().requestHandler(router).listen(port.number(), "localhost"));
            return server;
        }

        boolean accepts() throws IOException, InterruptedException {
            return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        }

        double peerRequests() {
            return metrics.counter("gateway.rate.limit.peer.requests").count();
        }

        double reports(String result) {
            return metrics.counter("gateway.rate.limit.reports", "result", result)
                    .count();
        }
    }
}
