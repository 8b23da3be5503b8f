package fr.cned.partenariats.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.gateway.testing.House;
import fr.cned.partenariats.gateway.testing.HouseResource;
import fr.cned.partenariats.gateway.testing.RawHttp;
import fr.cned.partenariats.gateway.testing.StubService;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests in progress are bounded: by caller, by address and in total, and imports besides. */
@QuarkusTest
@TestProfile(ConcurrencyTest.Few.class)
@QuarkusTestResource(HouseResource.class)
class ConcurrencyTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int PER_CLIENT = 3;
    private static final int PER_ADDRESS = 6;
    private static final int TOTAL = 10;
    private static final int IMPORTS_PER_CLIENT = 1;
    private static final int IMPORTS_TOTAL = 2;

    private final List<RawHttp> open = new ArrayList<>();

    House house;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    public static class Few implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "gateway.concurrency.per-client", Integer.toString(PER_CLIENT),
                    "gateway.concurrency.per-address", Integer.toString(PER_ADDRESS),
                    "gateway.concurrency.total", Integer.toString(TOTAL),
                    "gateway.concurrency.imports-per-client", Integer.toString(IMPORTS_PER_CLIENT),
                    "gateway.concurrency.imports-total", Integer.toString(IMPORTS_TOTAL));
        }
    }

    @AfterEach
    void endAll() throws IOException {
        house.catalog.release();
        for (RawHttp connection : open) {
            connection.close();
        }
        await().atMost(SOON).untilAsserted(() -> {
            for (int i = 0; i < 3; i++) {
                assertThat(ask("127.0.2.99", house.tokens().valid(), "GET /v1/partners"))
                        .startsWith("HTTP/1.1 200 ");
            }
        });
    }

    @Test
    void aCallerHasOnlySoManyRequestsInProgress() throws IOException {
        String token = house.tokens().ofClient("a-client");
        hold(PER_CLIENT, "127.0.2.1", token);
        assertRefused(ask("127.0.2.2", house.tokens().ofClient("a-client"), "GET /v1/partners"), 429, "1");
        String another =
                house.tokens().with(claims -> claims.claim("azp", "a-client").subject("another-person"));
        assertThat(ask("127.0.2.1", another, "GET /v1/partners")).startsWith("HTTP/1.1 200 ");
        house.catalog.release();
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(ask("127.0.2.1", token, "GET /v1/partners")).startsWith("HTTP/1.1 200 "));
    }

    @Test
    void aCallerThatHangsUpGetsItsPlacesBack() throws IOException {
        String token = house.tokens().ofClient("hangs-up");
        hold(PER_CLIENT, "127.0.2.3", token);
        for (RawHttp connection : open) {
            connection.close();
        }
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(ask("127.0.2.3", token, "GET /v1/partners")).startsWith("HTTP/1.1 200 "));
    }

    @Test
    void anAddressHasOnlySoManyRequestsInProgress() throws IOException {
        for (int i = 0; i < PER_ADDRESS; i++) {
            hold(1, "127.0.2.4", house.tokens().valid());
        }
        assertRefused(ask("127.0.2.4", house.tokens().valid(), "GET /v1/partners"), 429, "1");
        assertThat(ask("127.0.2.5", house.tokens().valid(), "GET /v1/partners")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void thereAreOnlySoManyRequestsInProgress() throws IOException {
        for (int i = 0; i < TOTAL; i++) {
            hold(1, "127.0.2." + (10 + i), house.tokens().valid());
        }
        String answer = ask("127.0.2.30", house.tokens().valid(), "GET /v1/partners");
        assertThat(answer)
                .startsWith("HTTP/1.1 503 ")
                .contains("\"overloaded\"")
                .containsIgnoringCase("retry-after: 1");
    }

    @Test
    void importsAreBoundedByCallerAndInTotal() throws IOException {
        String token = house.tokens().ofClient("imports");
        startImport("127.0.2.40", token);
        String second = ask("127.0.2.40", token, "POST /v1/imports", "Content-Length: 10");
        assertThat(second)
                .startsWith("HTTP/1.1 429 ")
                .contains("\"too-many-imports-at-once\"")
                .containsIgnoringCase("retry-after: 5");
        assertThat(ask("127.0.2.40", token, "GET /v1/imports/7")).startsWith("HTTP/1.1 200 ");

        startImport("127.0.2.41", house.tokens().valid());
        assertThat(ask("127.0.2.42", house.tokens().valid(), "POST /v1/imports", "Content-Length: 10"))
                .startsWith("HTTP/1.1 503 ")
                .contains("\"overloaded\"")
                .containsIgnoringCase("retry-after: 5");
        assertThat(open.get(0).send("56789").readUntil("}}")).startsWith("HTTP/1.1 200 ");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(importOf("127.0.2.40", token)).startsWith("HTTP/1.1 200 "));
    }

    private String importOf(String from, String token) throws IOException {
        try (RawHttp http = new RawHttp(port, from)) {
            return http.send(house.headOf(token, "POST /v1/imports", "Content-Length: 2") + "[]")
                    .readUntil("}");
        }
    }

    private void startImport(String from, String token) throws IOException {
        int before = house.enrollment.requests();
        RawHttp http = new RawHttp(port, from);
        open.add(http);
        http.send(house.headOf(token, "POST /v1/imports", "Content-Length: 10")).send("01234");
        await().atMost(SOON).until(() -> house.enrollment.requests() > before);
    }

    /** Requests that the service does not answer before the end of the test. */
    private void hold(int requests, String from, String token) throws IOException {
        int before = house.catalog.requests();
        for (int i = 0; i < requests; i++) {
            RawHttp http = new RawHttp(port, from);
            open.add(http);
            http.send(house.headOf(token, "GET /v1/trainings/" + StubService.HELD));
        }
        await().atMost(SOON).until(() -> house.catalog.requests() >= before + requests);
    }

    private String ask(String from, String token, String target, String... headers) throws IOException {
        try (RawHttp http = new RawHttp(port, from)) {
            return http.send(house.headOf(token, target, headers)).readUntil("}");
        }
    }

    private static void assertRefused(String answer, int status, String retryAfter) {
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("\"too-many-requests-at-once\"", "application/problem+json")
                .containsIgnoringCase("retry-after: " + retryAfter)
                .containsIgnoringCase("cache-control: no-store");
    }
}
