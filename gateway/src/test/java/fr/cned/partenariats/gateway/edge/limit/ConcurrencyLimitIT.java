package fr.cned.partenariats.gateway.edge.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.gateway.testing.RawHttp;
import fr.cned.partenariats.gateway.testing.SmallLimits;
import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import fr.cned.partenariats.gateway.testing.StubService;
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

/** Requests in progress are limited per caller, per address and in total; imports have their own limits. */
@QuarkusTest
@TestProfile(SmallLimits.class)
@QuarkusTestResource(StubEnvironmentResource.class)
class ConcurrencyLimitIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final List<RawHttp> open = new ArrayList<>();

    StubEnvironment stubs;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @AfterEach
    void endAllRequests() throws IOException {
        stubs.catalog.release();
        for (RawHttp connection : open) {
            connection.close();
        }
        String token = stubs.tokens().valid();
        await().atMost(SOON).untilAsserted(() -> {
            for (int i = 0; i < 3; i++) {
                assertThat(ask("127.0.2.99", token, "GET /v1/partners")).startsWith("HTTP/1.1 200 ");
            }
        });
    }

    @Test
    void requestsInProgressAreLimitedPerCaller() throws IOException {
        String token = stubs.tokens().ofPerson("a-person");
        hold(SmallLimits.REQUESTS_PER_CLIENT, "127.0.2.1", token);
        assertRefused(ask("127.0.2.2", stubs.tokens().ofPerson("a-person"), "GET /v1/partners"), 429, "1");
        String another = stubs.tokens().ofPerson("another-person");
        assertThat(ask("127.0.2.1", another, "GET /v1/partners")).startsWith("HTTP/1.1 200 ");
        stubs.catalog.release();
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(ask("127.0.2.1", token, "GET /v1/partners")).startsWith("HTTP/1.1 200 "));
    }

    @Test
    void disconnectEndsARequestInProgress() throws IOException {
        String token = stubs.tokens().ofClient("hangs-up");
        hold(SmallLimits.REQUESTS_PER_CLIENT, "127.0.2.3", token);
        for (RawHttp connection : open) {
            connection.close();
        }
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(ask("127.0.2.3", token, "GET /v1/partners")).startsWith("HTTP/1.1 200 "));
    }

    @Test
    void requestsInProgressAreLimitedPerAddress() throws IOException {
        for (int i = 0; i < SmallLimits.REQUESTS_PER_ADDRESS; i++) {
            hold(1, "127.0.2.4", stubs.tokens().valid());
        }
        assertRefused(ask("127.0.2.4", stubs.tokens().valid(), "GET /v1/partners"), 429, "1");
        assertThat(ask("127.0.2.5", stubs.tokens().valid(), "GET /v1/partners")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void requestsInProgressAreLimitedInTotal() throws IOException {
        for (int i = 0; i < SmallLimits.REQUESTS_TOTAL; i++) {
            hold(1, "127.0.2." + (10 + i), stubs.tokens().valid());
        }
        String answer = ask("127.0.2.30", stubs.tokens().valid(), "GET /v1/partners");
        assertThat(answer)
                .startsWith("HTTP/1.1 503 ")
                .contains("\"overloaded\"")
                .containsIgnoringCase("retry-after: 1");
    }

    @Test
    void importsAreLimitedPerCallerAndInTotal() throws IOException {
        String token = stubs.tokens().ofClient("imports");
        startImport("127.0.2.40", token);
        String second = ask("127.0.2.40", token, "POST /v1/imports", "Content-Length: 10");
        assertThat(second)
                .startsWith("HTTP/1.1 429 ")
                .contains("\"too-many-imports-at-once\"")
                .containsIgnoringCase("retry-after: 5");
        assertThat(ask("127.0.2.40", token, "GET /v1/imports/7")).startsWith("HTTP/1.1 200 ");

        startImport("127.0.2.41", stubs.tokens().valid());
        assertThat(ask("127.0.2.42", stubs.tokens().valid(), "POST /v1/imports", "Content-Length: 10"))
                .startsWith("HTTP/1.1 503 ")
                .contains("\"overloaded\"")
                .containsIgnoringCase("retry-after: 5");
        assertThat(open.get(0).send("56789").readUntil("}}")).startsWith("HTTP/1.1 200 ");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(importOf("127.0.2.40", token)).startsWith("HTTP/1.1 200 "));
    }

    @Test
    void exportsAreLimitedPerCaller() throws IOException {
        String token = stubs.tokens().ofClient("exports");
        for (int i = 0; i < 2; i++) {
            RawHttp connection = new RawHttp(port, "127.0.2.70");
            open.add(connection);
            connection.send(stubs.headOf(token, "GET /v1/exports/lheo/held"));
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertRefused(ask("127.0.2.71", token, "GET /v1/exports/lheo/gaps"), 429, "5"));
        assertThat(ask("127.0.2.72", token, "GET /v1/partners")).startsWith("HTTP/1.1 200 ");
        assertThat(ask("127.0.2.73", stubs.tokens().valid(), "GET /v1/exports/lheo/gaps"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void theClientsOfAPartnerShareItsImportsAndRequests() throws IOException {
        startImport("127.0.2.50", stubs.tokens().ofPartner("one", "partner-a"));
        String another = stubs.tokens().ofPartner("two", "partner-a");
        assertThat(ask("127.0.2.51", another, "POST /v1/imports", "Content-Length: 10"))
                .startsWith("HTTP/1.1 429 ")
                .contains("\"too-many-imports-at-once\"");
        assertThat(importOf("127.0.2.52", stubs.tokens().ofPartner("one", "partner-b")))
                .startsWith("HTTP/1.1 200 ");
        hold(SmallLimits.REQUESTS_PER_CLIENT - 1, "127.0.2.53", stubs.tokens().ofPartner("one", "partner-a"));
        assertRefused(ask("127.0.2.54", another, "GET /v1/partners"), 429, "1");
    }

    @Test
    void aTrickledImportEndsWithinSeconds() throws IOException {
        RawHttp trickling = new RawHttp(port, "127.0.2.60");
        open.add(trickling);
        trickling.send(stubs.headOf(stubs.tokens().valid(), "POST /v1/imports", "Content-Length: 1000"));
        await().atMost(SOON).pollInterval(Duration.ofSeconds(1)).until(() -> {
            if (trickling.hasAnswer()) {
                return true;
            }
            trickling.send("0");
            return false;
        });
        assertThat(trickling.readUntil("}")).startsWith("HTTP/1.1 408 ").contains("\"request-timeout\"");
    }

    private String importOf(String from, String token) throws IOException {
        try (RawHttp http = new RawHttp(port, from)) {
            return http.send(stubs.headOf(token, "POST /v1/imports", "Content-Length: 2") + "[]")
                    .readUntil("}");
        }
    }

    private void startImport(String from, String token) throws IOException {
        int before = stubs.enrollment.requests();
        RawHttp http = new RawHttp(port, from);
        open.add(http);
        http.send(stubs.headOf(token, "POST /v1/imports", "Content-Length: 10")).send("01234");
        await().atMost(SOON).until(() -> stubs.enrollment.requests() > before);
    }

    /** Sends requests that the service does not answer before the end of the test. */
    private void hold(int requests, String from, String token) throws IOException {
        int before = stubs.catalog.requests();
        for (int i = 0; i < requests; i++) {
            RawHttp http = new RawHttp(port, from);
            open.add(http);
            http.send(stubs.headOf(token, "GET /v1/trainings/" + StubService.HELD));
        }
        await().atMost(SOON).until(() -> stubs.catalog.requests() >= before + requests);
    }

    private String ask(String from, String token, String target, String... headers) throws IOException {
        try (RawHttp http = new RawHttp(port, from)) {
            return http.send(stubs.headOf(token, target, headers)).readUntil("}");
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
