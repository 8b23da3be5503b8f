package fr.cned.partenariats.gateway.edge.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.gateway.testing.RawHttp;
import fr.cned.partenariats.gateway.testing.SmallLimits;
import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Open connections are limited, and each request head has a deadline. */
@QuarkusTest
@TestProfile(SmallLimits.class)
@QuarkusTestResource(StubEnvironmentResource.class)
class ConnectionLimitIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final List<RawHttp> open = new ArrayList<>();

    StubEnvironment stubs;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @AfterEach
    void closeAll() throws IOException {
        for (RawHttp connection : open) {
            connection.close();
        }
    }

    @Test
    void silentConnectionIsClosed() throws IOException {
        try (RawHttp http = new RawHttp(port, "127.0.1.1")) {
            assertThat(http.isClosed()).isTrue();
        }
    }

    @Test
    void incompleteRequestHeadIsRefusedAndItsConnectionCloses() throws IOException {
        try (RawHttp http = new RawHttp(port, "127.0.1.2")) {
            http.send("GET /v1/partners HTTP/1.1\r\nHost: local");
            assertRequestTimeout(http);
        }
    }

    @Test
    void incompleteSecondRequestHeadIsRefusedAndItsConnectionCloses() throws IOException {
        try (RawHttp http = new RawHttp(port, "127.0.1.3")) {
            http.send(stubs.head("GET /v1/partners"));
            assertThat(http.readUntil("}}")).startsWith("HTTP/1.1 200 ");
            http.send("GET /v1/partners HTTP/1.1\r\nHo");
            assertRequestTimeout(http);
        }
    }

    private static void assertRequestTimeout(RawHttp http) throws IOException {
        assertThat(http.readUntil("}"))
                .startsWith("HTTP/1.1 408 ")
                .contains("\"request-timeout\"", "application/problem+json")
                .containsIgnoringCase("connection: close")
                .containsIgnoringCase("cache-control: no-store");
        assertThat(http.isClosed()).isTrue();
    }

    @Test
    void connectionsAreLimitedPerAddress() throws IOException {
        hold(SmallLimits.CONNECTIONS_PER_ADDRESS, "127.0.1.4");
        try (RawHttp http = new RawHttp(port, "127.0.1.4")) {
            http.send(stubs.head("GET /v1/partners", "Accept-Language: fr"));
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
    void connectionsAreLimitedInTotal() throws IOException {
        hold(SmallLimits.CONNECTIONS_PER_ADDRESS, "127.0.1.6");
        hold(SmallLimits.CONNECTIONS_PER_ADDRESS, "127.0.1.7");
        hold(SmallLimits.CONNECTIONS_TOTAL - 2 * SmallLimits.CONNECTIONS_PER_ADDRESS, "127.0.1.8");
        try (RawHttp http = new RawHttp(port, "127.0.1.9")) {
            http.send(stubs.head("GET /v1/partners"));
            assertThat(http.readUntil("}"))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("\"overloaded\"", "application/problem+json")
                    .containsIgnoringCase("retry-after: 1");
        }
        closeAll();
        await().atMost(SOON).untilAsserted(() -> assertServed("127.0.1.9"));
    }

    /** Opens connections and waits for a response on each, so that the gateway has counted them. */
    private void hold(int connections, String from) throws IOException {
        for (int i = 0; i < connections; i++) {
            RawHttp http = new RawHttp(port, from);
            open.add(http);
            http.send(stubs.head("GET /v1/partners"));
            assertThat(http.readUntil("}}")).startsWith("HTTP/1.1 200 ");
        }
    }

    private void assertServed(String from) throws IOException {
        try (RawHttp http = new RawHttp(port, from)) {
            http.send(stubs.head("GET /v1/partners"));
            assertThat(http.readUntil("}}")).startsWith("HTTP/1.1 200 ");
        }
    }
}
