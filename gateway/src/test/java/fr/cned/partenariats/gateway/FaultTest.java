package fr.cned.partenariats.gateway;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;

import fr.cned.partenariats.gateway.testing.House;
import fr.cned.partenariats.gateway.testing.HouseResource;
import fr.cned.partenariats.gateway.testing.RawHttp;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HouseResource.class)
class FaultTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    House house;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @ConfigProperty(name = "gateway.timeout.connect")
    Duration timeout;

    @AfterEach
    void allIsWellAgain() {
        house.partnerServer.start();
        await().atMost(SOON).until(() -> house.asClient().get("/v1/partners").statusCode() == 200);
    }

    @Test
    void aServiceThatIsDownIsReportedAtOnceAndServesAgainSoonAfterItsReturn() {
        assertThat(house.asClient().get("/v1/partners").statusCode()).isEqualTo(200);
        house.partnerServer.stop();
        for (int i = 0; i < 20; i++) {
            house.asClient()
                    .get("/v1/partners")
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", "1")
                    .body("code", equalTo("service-unavailable"))
                    .time(lessThan(timeout.toMillis()), MILLISECONDS);
        }
        assertThat(house.asClient().get("/v1/trainings").statusCode())
                .as("the others")
                .isEqualTo(200);

        house.partnerServer.start();
        await().atMost(SOON).until(() -> house.asClient().get("/v1/partners").statusCode() == 200);
    }

    @Test
    void aBodyForAServiceThatIsDownIsAnsweredToo() {
        house.partnerServer.stop();
        house.asClient().body(new byte[60_000]).post("/v1/partners").then().statusCode(503);
    }

    @Test
    void aSlowUploadThatTriesAServiceAgainDoesNotKeepItClosedToTheOthers() throws IOException {
        house.enrollmentServer.stop();
        for (int i = 0; i < 5; i++) {
            house.asClient().get("/v1/enrollments").then().statusCode(503);
        }
        house.enrollmentServer.start();
        int before = house.enrollment.requests();
        List<RawHttp> uploads = new ArrayList<>();
        await().atMost(SOON).until(() -> {
            uploads.add(new RawHttp(port)
                    .send(house.head("POST /v1/imports", "Content-Length: 10"))
                    .send("012"));
            return house.enrollment.requests() > before;
        });

        await().atMost(SOON).until(() -> house.asClient().get("/v1/enrollments").statusCode() == 200);
        List<String> answers = new ArrayList<>();
        for (RawHttp upload : uploads) {
            try (upload) {
                answers.add(upload.send("3456789").readUntil("}").substring(0, 12));
            }
        }
        assertThat(answers).as("it goes on").containsOnlyOnce("HTTP/1.1 200");
    }

    @Test
    void refusalsAndErrorsOfAServiceDoNotOpenItsCircuit() {
        for (int i = 0; i < 10; i++) {
            assertThat(house.asClient().get("/v1/partners/refuses").statusCode())
                    .isEqualTo(409);
        }
        assertThat(house.asClient().get("/v1/partners").statusCode()).isEqualTo(200);
    }

    @Test
    void aServiceThatHangsUpIsUnavailable() {
        house.asClient()
                .get("/v1/trainings/hangs-up")
                .then()
                .statusCode(503)
                .body("code", equalTo("service-unavailable"));
    }

    @Test
    void aClientThatHangsUpEndsTheRequestAtTheService() throws IOException {
        int before = house.enrollment.abandoned();
        for (int i = 0; i < 8; i++) {
            try (RawHttp http = new RawHttp(port)) {
                int seen = house.enrollment.requests();
                http.send(house.head("GET /v1/enrollments/never"));
                await().atMost(SOON).until(() -> house.enrollment.requests() > seen);
            }
        }
        await().atMost(SOON).until(() -> house.enrollment.abandoned() >= before + 8);
        assertThat(house.asClient().get("/v1/enrollments").statusCode())
                .as("and is no fault of it")
                .isEqualTo(200);
    }
}
