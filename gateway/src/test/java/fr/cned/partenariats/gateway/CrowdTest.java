package fr.cned.partenariats.gateway;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.gateway.testing.House;
import fr.cned.partenariats.gateway.testing.HouseResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
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

@QuarkusTest
@TestProfile(CrowdTest.FewConnections.class)
@QuarkusTestResource(HouseResource.class)
class CrowdTest {

    private static final int CROWD = 60;

    private final HttpClient http = HttpClient.newHttpClient();

    House house;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    public static class FewConnections implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.vertx.event-loops-pool-size", "2",
                    "gateway.pool.size", "1",
                    "gateway.pool.max-wait", "1s",
                    "gateway.circuit.open-for", "600s");
        }
    }

    @Test
    void whoFindsNoConnectionIsRefusedWithoutClosingTheServiceToTheOthers() {
        List<CompletableFuture<Integer>> crowd =
                Stream.generate(() -> get("/v1/imports/slow")).limit(CROWD).toList();
        Map<Integer, Long> answers =
                crowd.stream().map(CompletableFuture::join).collect(groupingBy(status -> status, counting()));
        assertThat(answers.keySet()).containsExactlyInAnyOrder(200, 503);
        await("sooner than an open circuit would close")
                .atMost(Duration.ofSeconds(60))
                .until(() -> get("/v1/imports").join() == 200);
    }

    private CompletableFuture<Integer> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Authorization", "Bearer " + house.tokens().valid())
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
    }
}
