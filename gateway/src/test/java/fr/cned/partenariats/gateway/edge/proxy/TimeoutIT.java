package fr.cned.partenariats.gateway.edge.proxy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.gateway.testing.RawHttp;
import fr.cned.partenariats.gateway.testing.ShortTimeoutsAndSpans;
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

/** Slow services and slow clients time out. */
@QuarkusTest
@TestProfile(ShortTimeoutsAndSpans.class)
@QuarkusTestResource(StubEnvironmentResource.class)
class TimeoutIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    StubEnvironment stubs;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @AfterEach
    void awaitClosedCircuit() {
        await().atMost(SOON).until(() -> stubs.asClient().get("/v1/partners").statusCode() == 200);
    }

    @Test
    void unansweredRequestTimesOutAndIsCancelledAtTheService() {
        int before = stubs.catalog.abandoned();
        stubs.asClient()
                .get("/v1/trainings/never")
                .then()
                .statusCode(504)
                .contentType("application/problem+json")
                .body("code", equalTo("upstream-timeout"));
        await().atMost(SOON).until(() -> stubs.catalog.abandoned() > before);
    }

    @Test
    void repeatedTimeoutsOpenTheCircuit() {
        await("repeat, because the circuit may close while the machine is stalled")
                .atMost(SOON)
                .untilAsserted(() -> {
                    sendTimingOutRequests(5);
                    int before = stubs.partner.requests();
                    stubs.asClient().get("/v1/partners").then().statusCode(503).header("Retry-After", "1");
                    assertThat(stubs.partner.requests()).isEqualTo(before);
                });
    }

    @Test
    void connectionClosesIfAResponseStallsHalfway() throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            http.send(stubs.head("GET /v1/trainings/stalls"));
            assertThat(http.isClosed())
                    .as("closed, so that the client sees that the response is incomplete")
                    .isTrue();
        }
    }

    @Test
    void slowRequestBodiesTimeOutAndDoNotOpenTheCircuit() throws IOException {
        List<RawHttp> slow = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            slow.add(new RawHttp(port)
                    .send(stubs.head("POST /v1/partners", "Content-Length: 10"))
                    .send("abc"));
        }
        for (RawHttp client : slow) {
            try (client) {
                assertThat(client.readUntil("}")).startsWith("HTTP/1.1 408 ").contains("\"request-timeout\"");
            }
        }
        assertThat(stubs.asClient().get("/v1/partners").statusCode()).isEqualTo(200);
    }

    @Test
    void importBodyHasALongerTimeoutThanItsResponse() throws Exception {
        try (RawHttp http = new RawHttp(port)) {
            http.send(stubs.head("POST /v1/imports", "Content-Length: 4"));
            for (int second = 0; second < 4; second++) {
                SECONDS.sleep(1); // simulates a slow client
                http.send("x");
            }
            assertThat(http.readUntil("}}")).startsWith("HTTP/1.1 200 ").contains("\"bodyLength\":4");
        }
    }

    /** Sends the requests in parallel, because each takes the whole response timeout. */
    private void sendTimingOutRequests(int times) throws IOException {
        List<RawHttp> clients = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            clients.add(new RawHttp(port).send(stubs.head("GET /v1/partners/never")));
        }
        for (RawHttp client : clients) {
            try (client) {
                assertThat(client.readUntil("}")).startsWith("HTTP/1.1 504 ");
            }
        }
    }
}
