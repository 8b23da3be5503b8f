package fr.cned.partenariats.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadRunTest {

    private static final int RATE = 200;

    private final Vertx vertx = Vertx.vertx();
    private final Set<String> bodies = ConcurrentHashMap.newKeySet();
    private int port;

    @BeforeEach
    void startServer() {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    bodies.add(body.toString());
                    request.response()
                            .setStatusCode(request.path().equals("/refused") ? 503 : 201)
                            .end();
                }));
        port = server.listen(0).toCompletionStage().toCompletableFuture().join().actualPort();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private LoadResult run(String path, double rate) {
        LoadPlan plan = new LoadPlan(
                "127.0.0.1",
                port,
                List.of(new LoadPlan.Request("POST", path, Map.of("Key", "#{uuid}"), "number #{n} of #{value}")),
                List.of("a", "b"),
                4,
                rate,
                0,
                1,
                1_000);
        return new LoadRun(vertx, plan)
                .start()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @Test
    void anOpenLoopSendsWhatTheRateAsksFor() {
        LoadResult result = run("/", RATE);

        assertThat(result.requireSuccess().count()).isEqualTo(RATE);
        assertThat(bodies).hasSize(RATE).contains("number 1000 of a", "number 1001 of b", "number 1199 of b");
    }

    @Test
    void aClosedLoopSendsTheNextRequestAfterTheAnswer() {
        LoadResult result = run("/", 0);

        assertThat(result.count(201)).isPositive().isEqualTo(result.count());
        assertThat(result.p99()).isGreaterThanOrEqualTo(result.p50());
    }

    @Test
    void refusalsAreNoResult() {
        LoadResult result = run("/refused", RATE);

        assertThatThrownBy(result::requireSuccess).hasMessageContaining("{503=200}");
    }
}
