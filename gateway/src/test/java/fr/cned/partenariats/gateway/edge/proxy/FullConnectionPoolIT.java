package fr.cned.partenariats.gateway.edge.proxy;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.gateway.testing.SmallPool;
import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A full connection pool refuses requests and does not open the circuit. */
@QuarkusTest
@TestProfile(SmallPool.class)
@QuarkusTestResource(StubEnvironmentResource.class)
class FullConnectionPoolIT {

    private static final int CLIENTS = 60;

    private final HttpClient http = HttpClient.newHttpClient();

    StubEnvironment stubs;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @Test
    void requestsWithoutAConnectionAreRefusedAndTheCircuitStaysClosed() {
        List<CompletableFuture<Integer>> responses =
                Stream.generate(() -> get("/v1/imports/slow")).limit(CLIENTS).toList();
        Map<Integer, Long> answers =
                responses.stream().map(CompletableFuture::join).collect(groupingBy(status -> status, counting()));
        assertThat(answers.keySet()).containsExactlyInAnyOrder(200, 503);
        await("before an open circuit would close")
                .atMost(Duration.ofSeconds(60))
                .until(() -> get("/v1/imports").join() == 200);
    }

    private CompletableFuture<Integer> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Authorization", "Bearer " + stubs.tokens().valid())
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
    }
}
