package fr.cned.partenariats.gateway.edge.proxy;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;

import fr.cned.partenariats.gateway.testing.RawHttp;
import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
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
@QuarkusTestResource(StubEnvironmentResource.class)
class ServiceFailureIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    StubEnvironment stubs;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @ConfigProperty(name = "gateway.timeout.connect")
    Duration timeout;

    @AfterEach
    void restartServices() {
        stubs.partnerServer.start();
        await().atMost(SOON).until(() -> stubs.asClient().get("/v1/partners").statusCode() == 200);
    }

    @Test
    void stoppedServiceIsReportedAtOnceAndServesAgainAfterItsRestart() {
        assertThat(stubs.asClient().get("/v1/partners").statusCode()).isEqualTo(200);
        stubs.partnerServer.stop();
        for (int i = 0; i < 20; i++) {
            stubs.asClient()
                    .get("/v1/partners")
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", "1")
                    .body("code", equalTo("service-unavailable"))
                    .time(lessThan(timeout.toMillis()), MILLISECONDS);
        }
        assertThat(stubs.asClient().get("/v1/trainings").statusCode())
                .as("another service")
                .isEqualTo(200);

        stubs.partnerServer.start();
        await().atMost(SOON).until(() -> stubs.asClient().get("/v1/partners").statusCode() == 200);
    }

    @Test
    void requestWithABodyToAStoppedServiceIsAnswered() {
        stubs.partnerServer.stop();
        stubs.asClient().body(new byte[60_000]).post("/v1/partners").then().statusCode(503);
    }

    @Test
    void slowFirstAnswerAfterARestartDelaysNoOtherRequest() throws IOException {
        stubs.asClient().get("/v1/enrollments/hangs-up").then().statusCode(503); // as while it stops
        stubs.enrollmentServer.stop();
        for (int i = 0; i < 5; i++) {
            stubs.asClient().get("/v1/enrollments").then().statusCode(503);
        }
        stubs.enrollmentServer.start();
        int before = stubs.enrollment.requests();
        List<RawHttp> uploads = new ArrayList<>();
        await().atMost(SOON).until(() -> {
            uploads.add(new RawHttp(port)
                    .send(stubs.head("POST /v1/imports", "Content-Length: 10"))
                    .send("012"));
            return stubs.enrollment.requests() > before;
        });

        assertThat(stubs.asClient().get("/v1/enrollments").statusCode())
                .as("the service can be reached")
                .isEqualTo(200);
        List<String> answers = new ArrayList<>();
        for (RawHttp upload : uploads) {
            try (upload) {
                answers.add(upload.send("3456789").readUntil("}").substring(0, 12));
            }
        }
        assertThat(answers).as("a trial upload succeeds").contains("HTTP/1.1 200");
    }

    @Test
    void answerThatTakesLongerThanThePeriodBetweenTwoProbesClosesTheCircuit() {
        String slow = "/v1/enrollments/slower-than-a-probe";
        stubs.enrollmentServer.stop();
        for (int i = 0; i < 5; i++) {
            stubs.asClient().get(slow).then().statusCode(503);
        }
        stubs.enrollmentServer.start();
        await().atMost(SOON).until(() -> stubs.asClient().get(slow).statusCode() == 200);
        for (int i = 0; i < 5; i++) {
            assertThat(stubs.asClient().get("/v1/enrollments").statusCode())
                    .as("the circuit is closed")
                    .isEqualTo(200);
        }
    }

    @Test
    void problemsOfAServiceDoNotOpenItsCircuit() {
        for (int i = 0; i < 10; i++) {
            assertThat(stubs.asClient().get("/v1/partners/refuses").statusCode())
                    .isEqualTo(409);
        }
        assertThat(stubs.asClient().get("/v1/partners").statusCode()).isEqualTo(200);
    }

    @Test
    void serviceThatClosesTheConnectionIsUnavailable() {
        stubs.asClient()
                .get("/v1/trainings/hangs-up")
                .then()
                .statusCode(503)
                .body("code", equalTo("service-unavailable"));
    }

    @Test
    void disconnectOfTheClientCancelsTheRequestAtTheService() throws IOException {
        int before = stubs.enrollment.abandoned();
        for (int i = 0; i < 8; i++) {
            try (RawHttp http = new RawHttp(port)) {
                int seen = stubs.enrollment.requests();
                http.send(stubs.head("GET /v1/enrollments/never"));
                await().atMost(SOON).until(() -> stubs.enrollment.requests() > seen);
            }
        }
        await().atMost(SOON).until(() -> stubs.enrollment.abandoned() >= before + 8);
        assertThat(stubs.asClient().get("/v1/enrollments").statusCode())
                .as("the circuit stays closed")
                .isEqualTo(200);
    }
}
