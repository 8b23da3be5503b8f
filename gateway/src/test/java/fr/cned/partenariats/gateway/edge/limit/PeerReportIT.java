package fr.cned.partenariats.gateway.edge.limit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway reports accepted requests to its peer, and counts those that the peer reports. */
@QuarkusTest
@QuarkusTestResource(StubEnvironmentResource.class)
class PeerReportIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    StubEnvironment stubs;

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    @AfterEach
    void startPeer() {
        stubs.peerServer.start();
    }

    @Test
    void acceptedRequestsAreReportedOnce() {
        String token = stubs.tokens().ofClient("reported");
        send(token, 7);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(reported("reported")).isEqualTo(7));
        send(token, 2);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(reported("reported")).isEqualTo(9));
    }

    @Test
    void thePeerLearnsOfThePartnerAndOfTheCost() {
        String token = stubs.tokens().ofPartner("reported-client", "reported-partner");
        given().header("Authorization", "Bearer " + token).get("/v1/partners/costly");
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(reported("reported-client")).isEqualTo(11);
            assertThat(reported("\nreported-partner")).isEqualTo(11);
        });
        report("another-gateway", "\nreported-partner", 40);
        assertThat(get(stubs.tokens().ofPartner("another-client", "reported-partner"))
                        .header("RateLimit"))
                .matches("\"partner\";r=([0-9]|[12][0-9]);t=1");
    }

    @Test
    void refusedRequestsAreNotReported() {
        String token = stubs.tokens().ofClient("refused");
        report("another-gateway", "refused", 1_000_000);
        for (int i = 0; i < 5; i++) {
            assertThat(get(token).statusCode()).isEqualTo(429);
        }
        send(stubs.tokens().ofClient("accepted-later"), 1);
        await().atMost(SOON).until(() -> reported("accepted-later") == 1);
        assertThat(reported("refused")).isZero();
    }

    @Test
    void requestsThatThePeerAcceptedAreMissingHere() {
        String token = stubs.tokens().ofClient("split");
        double before = metric("gateway_rate_limit_peer_requests_total");
        assertThat(report("another-gateway", "split", 40)).isEqualTo(204);
        assertThat(metric("gateway_rate_limit_peer_requests_total")).isEqualTo(before + 40);
        assertThat(get(token).header("RateLimit")).matches("\"client\";r=(19|2[0-9]);t=1");
    }

    @Test
    void debtFromThePeerDelaysTheNextRequest() {
        String token = stubs.tokens().ofClient("in-debt");
        report("another-gateway", "in-debt", 1_000_000);
        Response refused = get(token);
        refused.then().statusCode(429);
        int wait = Integer.parseInt(refused.header("Retry-After"));
        assertThat(wait)
                .as("at most one burst of debt, at one token per second")
                .isBetween(2, 61);
        assertThat(refused.header("RateLimit")).isEqualTo("\"client\";r=0;t=" + wait);
    }

    @Test
    void gatewayIgnoresItsOwnReport() {
        String token = stubs.tokens().ofClient("own");
        send(token, 1);
        await().atMost(SOON).until(() -> reported("own") == 1);
        assertThat(report(stubs.peer.gateway(), "own", 60)).isEqualTo(204);
        assertThat(get(token).statusCode()).isEqualTo(200);
    }

    @Test
    void requestsAreAcceptedWhileThePeerIsAwayAndReportedWhenItIsBack() {
        String token = stubs.tokens().ofClient("survivor");
        double lost = metric("gateway_rate_limit_reports_total{result=\"lost\"}");
        stubs.peerServer.stop();
        send(token, 5);
        await().atMost(SOON).until(() -> metric("gateway_rate_limit_reports_total{result=\"lost\"}") > lost);
        stubs.peerServer.start();
        double delivered = metric("gateway_rate_limit_reports_total{result=\"delivered\"}");
        send(token, 2);
        await().atMost(SOON).until(() -> reported("survivor") >= 2);
        assertThat(reported("survivor"))
                .as("lost requests are not reported later")
                .isLessThan(7);
        await().atMost(SOON).until(() -> metric("gateway_rate_limit_reports_total{result=\"delivered\"}") > delivered);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "no json"})
    void otherBodiesAreRefused(String body) {
        assertThat(post(body)).isEqualTo(400);
    }

    @Test
    void clientsCannotReport() {
        given().body("{}").post("/rate-limit/reports").then().statusCode(404);
    }

    private long reported(String caller) {
        return stubs.peer.reported(caller);
    }

    private int report(String gateway, String caller, long requests) {
        return post(new JsonObject()
                .put("gateway", gateway)
                .put("accepted", new JsonObject().put(caller, requests))
                .encode());
    }

    private int post(String body) {
        return given().port(managementPort)
                .body(body)
                .post("/rate-limit/reports")
                .statusCode();
    }

    private double metric(String name) {
        return given().port(managementPort)
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    private static void send(String token, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(get(token).statusCode()).isEqualTo(200);
        }
    }

    private static Response get(String token) {
        return given().header("Authorization", "Bearer " + token).get("/v1/partners");
    }
}
