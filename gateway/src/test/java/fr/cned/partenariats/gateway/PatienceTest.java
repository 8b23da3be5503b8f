package fr.cned.partenariats.gateway;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

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

/** Neither a slow service nor a slow client is waited for without end. */
@QuarkusTest
@TestProfile(PatienceTest.Little.class)
@QuarkusTestResource(HouseResource.class)
class PatienceTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    House house;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    public static class Little implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "gateway.timeout.response", "2s",
                    "gateway.timeout.request-body", "2s",
                    "gateway.timeout.imports-request-body", "20s",
                    "gateway.timeout.imports-response", "2s");
        }
    }

    @AfterEach
    void nobodyIsLeftAlone() {
        await().atMost(SOON).until(() -> house.asClient().get("/v1/partners").statusCode() == 200);
    }

    @Test
    void aServiceThatDoesNotAnswerIsAbandonedInTime() {
        int before = house.catalog.abandoned();
        house.asClient()
                .get("/v1/trainings/never")
                .then()
                .statusCode(504)
                .contentType("application/problem+json")
                .body("code", equalTo("upstream-timeout"));
        await().atMost(SOON).until(() -> house.catalog.abandoned() > before);
    }

    @Test
    void aServiceThatNeverAnswersIsLeftAloneAfterSomeTries() {
        await("again, if the machine slept while it was left alone")
                .atMost(SOON)
                .untilAsserted(() -> {
                    askInVain(5);
                    int before = house.partner.requests();
                    house.asClient().get("/v1/partners").then().statusCode(503).header("Retry-After", "1");
                    assertThat(house.partner.requests()).isEqualTo(before);
                });
    }

    @Test
    void aServiceThatStopsInTheMiddleOfItsAnswerIsCutOff() throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            http.send(house.head("GET /v1/trainings/stalls"));
            assertThat(http.isClosed())
                    .as("so that the client sees it is not whole")
                    .isTrue();
        }
    }

    @Test
    void aBodyThatComesTooSlowlyIsNotBlamedOnTheService() throws IOException {
        List<RawHttp> slow = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            slow.add(new RawHttp(port)
                    .send(house.head("POST /v1/partners", "Content-Length: 10"))
                    .send("abc"));
        }
        for (RawHttp client : slow) {
            try (client) {
                assertThat(client.readUntil("}")).startsWith("HTTP/1.1 408 ").contains("\"request-timeout\"");
            }
        }
        assertThat(house.asClient().get("/v1/partners").statusCode()).isEqualTo(200);
    }

    @Test
    void anImportMayTakeLongerToArriveThanToBeAnswered() throws Exception {
        try (RawHttp http = new RawHttp(port)) {
            http.send(house.head("POST /v1/imports", "Content-Length: 4"));
            for (int second = 0; second < 4; second++) {
                SECONDS.sleep(1); // a client on a thin line, which nothing else can play
                http.send("x");
            }
            assertThat(http.readUntil("}}")).startsWith("HTTP/1.1 200 ").contains("\"bodyLength\":4");
        }
    }

    /** So many at once, as each of them takes the whole time that the service has. */
    private void askInVain(int times) throws IOException {
        List<RawHttp> clients = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            clients.add(new RawHttp(port).send(house.head("GET /v1/partners/never")));
        }
        for (RawHttp client : clients) {
            try (client) {
                assertThat(client.readUntil("}")).startsWith("HTTP/1.1 504 ");
            }
        }
    }
}
