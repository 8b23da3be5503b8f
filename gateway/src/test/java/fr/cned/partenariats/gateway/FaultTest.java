package fr.cned.partenariats.gateway;

import static io.restassured.RestAssured.given;
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
import io.restassured.response.Response;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HouseResource.class)
class FaultTest {

    House house;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @AfterEach
    void allIsWellAgain() {
        house.partnerServer.start();
        await().atMost(Duration.ofSeconds(5)).until(() -> get("/v1/partners").statusCode() == 200);
    }

    @Test
    void aServiceThatIsDownIsReportedWithinASecondAndServesAgainSoonAfterItsReturn() {
        assertThat(get("/v1/partners").statusCode()).isEqualTo(200);
        house.partnerServer.stop();
        for (int i = 0; i < 20; i++) {
            get("/v1/partners")
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", "1")
                    .body("code", equalTo("service-unavailable"))
                    .time(lessThan(1000L), MILLISECONDS);
        }
        assertThat(get("/v1/trainings").statusCode()).as("the others").isEqualTo(200);

        house.partnerServer.start();
        await().atMost(Duration.ofMillis(1500)).until(() -> get("/v1/partners").statusCode() == 200);
    }

    @Test
    void aBodyForAServiceThatIsDownIsAnsweredToo() {
        house.partnerServer.stop();
        given().header("Authorization", "Bearer " + house.tokens().valid())
                .body(new byte[60_000])
                .post("/v1/partners")
                .then()
                .statusCode(503);
    }

    @Test
    void aServiceThatDoesNotAnswerIsAbandonedInTime() {
        int before = house.catalog.abandoned();
        get("/v1/trainings/never")
                .then()
                .statusCode(504)
                .contentType("application/problem+json")
                .body("code", equalTo("upstream-timeout"))
                .time(lessThan(1500L), MILLISECONDS);
        await().atMost(Duration.ofSeconds(2)).until(() -> house.catalog.abandoned() > before);
    }

    @Test
    void aServiceThatNeverAnswersIsLeftAloneAfterSomeTries() {
        for (int i = 0; i < 5; i++) {
            assertThat(get("/v1/partners/never").statusCode()).isEqualTo(504);
        }
        int before = house.partner.requests();
        get("/v1/partners").then().statusCode(503).header("Retry-After", "1").time(lessThan(200L), MILLISECONDS);
        assertThat(house.partner.requests()).isEqualTo(before);
    }

    @Test
    void refusalsAndErrorsOfAServiceDoNotOpenItsCircuit() {
        for (int i = 0; i < 10; i++) {
            assertThat(get("/v1/partners/refuses").statusCode()).isEqualTo(409);
        }
        assertThat(get("/v1/partners").statusCode()).isEqualTo(200);
    }

    @Test
    void aServiceThatStopsInTheMiddleOfItsAnswerIsCutOff() throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            http.send("GET /v1/trainings/stalls HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + house.tokens().valid() + "\r\n\r\n");
            assertThat(http.isClosed())
                    .as("so that the client sees it is not whole")
                    .isTrue();
        }
    }

    @Test
    void aServiceThatHangsUpIsUnavailable() {
        get("/v1/trainings/hangs-up").then().statusCode(503).body("code", equalTo("service-unavailable"));
    }

    @Test
    void aClientThatHangsUpEndsTheRequestAtTheService() throws IOException {
        int before = house.enrollment.abandoned();
        for (int i = 0; i < 8; i++) {
            try (RawHttp http = new RawHttp(port)) {
                int seen = house.enrollment.requests();
                http.send("GET /v1/enrollments/never HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + house.tokens().valid() + "\r\n\r\n");
                await().atMost(Duration.ofSeconds(2)).until(() -> house.enrollment.requests() > seen);
            }
        }
        await().atMost(Duration.ofSeconds(2)).until(() -> house.enrollment.abandoned() >= before + 8);
        assertThat(get("/v1/enrollments").statusCode())
                .as("and is no fault of it")
                .isEqualTo(200);
    }

    private Response get(String path) {
        return given().header("Authorization", "Bearer " + house.tokens().valid())
                .get(path);
    }
}
