package fr.cned.partenariats.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.gateway.testing.House;
import fr.cned.partenariats.gateway.testing.HouseResource;
import fr.cned.partenariats.gateway.testing.RawHttp;
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

/** Connections are bounded, and so is the time that each may take for a request head. */
@QuarkusTest
@TestProfile(ConnectionLimitTest.Few.class)
@QuarkusTestResource(HouseResource.class)
class ConnectionLimitTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int PER_ADDRESS = 10;
    private static final int TOTAL = 25;

    private final List<RawHttp> open = new ArrayList<>();

    House house;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    public static class Few implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "gateway.connections.per-address", Integer.toString(PER_ADDRESS),
                    "gateway.connections.total", Integer.toString(TOTAL),
                    "gateway.timeout.request-head", "3s");
        }
    }

    @AfterEach
    void closeAll() throws IOException {
        for (RawHttp connection : open) {
            connection.close();
        }
    }

    @Test
    void aConnectionThatSendsNothingIsClosed() throws IOException {
        try (RawHttp http = new RawHttp(port, "127.0.1.1")) {
            assertThat(http.isClosed()).isTrue();
        }
    }

    @Test
    void aHeadThatDoesNotEndIsAnsweredAndItsConnectionClosed() throws IOException {
        try (RawHttp http = new RawHttp(port, "127.0.1.2")) {
            http.send("GET /v1/partners HTTP/1.1\r\nHost: local");
            assertLate(http);
        }
    }

    @Test
    void soIsASecondHeadOfAConnection() throws IOException {
        try (RawHttp http = new RawHttp(port, "127.0.1.3")) {
            http.send(house.head("GET /v1/partners"));
            assertThat(http.readUntil("}}")).startsWith("HTTP/1.1 200 ");
            http.send("GET /v1/partners HTTP/1.1\r\nHo");
            assertLate(http);
        }
    }

    private static void assertLate(RawHttp http) throws IOException {
        assertThat(http.readUntil("}"))
                .startsWith("HTTP/1.1 408 ")
                .contains("\"request-timeout\"", "application/problem+json")
                .containsIgnoringCase("connection: close")
                .containsIgnoringCase("cache-control: no-store");
        assertThat(http.isClosed()).isTrue();
    }

    @Test
    void anAddressHasOnlySoManyConnectionsAndTakesNoneFromAnother() throws IOException {
        hold(PER_ADDRESS, "127.0.1.4");
        try (RawHttp http = new RawHttp(port, "127.0.1.4")) {
            http.send(house.head("GET /v1/partners", "Accept-Language: fr"));
            assertThat(http.readUntil("}"))
                    .startsWith("HTTP/1.1 429 ")
                    .contains("\"too-many-connections\"", "application/problem+json", "Trop de connexions")
                    .containsIgnoringCase("retry-after: 1")
                    .containsIgnoringCase("connection: close");
            assertThat(http.isClosed()).isTrue();
        }
        assertServed("127.0.1.5");
        closeAll();
        await().atMost(SOON).untilAsserted(() -> assertServed("127.0.1.4"));
    }

    @Test
    void thereAreOnlySoManyConnectionsInTotal() throws IOException {
        hold(PER_ADDRESS, "127.0.1.6");
        hold(PER_ADDRESS, "127.0.1.7");
        hold(TOTAL - 2 * PER_ADDRESS, "127.0.1.8");
        try (RawHttp http = new RawHttp(port, "127.0.1.9")) {
            http.send(house.head("GET /v1/partners"));
            assertThat(http.readUntil("}"))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("\"overloaded\"", "application/problem+json")
                    .containsIgnoringCase("retry-after: 1");
        }
        closeAll();
        await().atMost(SOON).untilAsserted(() -> assertServed("127.0.1.9"));
    }

    /** Each with a request that is answered, so that the gateway has surely counted it. */
    private void hold(int connections, String from) throws IOException {
        for (int i = 0; i < connections; i++) {
            RawHttp http = new RawHttp(port, from);
            open.add(http);
            http.send(house.head("GET /v1/partners"));
            assertThat(http.readUntil("}}")).startsWith("HTTP/1.1 200 ");
        }
    }

    private void assertServed(String from) throws IOException {
        try (RawHttp http = new RawHttp(port, from)) {
            http.send(house.head("GET /v1/partners"));
            assertThat(http.readUntil("}}")).startsWith("HTTP/1.1 200 ");
        }
    }
}
