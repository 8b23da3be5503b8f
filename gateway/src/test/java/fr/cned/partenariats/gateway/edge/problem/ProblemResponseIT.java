package fr.cned.partenariats.gateway.edge.problem;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(StubEnvironmentResource.class)
class ProblemResponseIT {

    StubEnvironment stubs;

    @Test
    void problemHasAllFieldsOfRfc9457() {
        given().get("/nowhere")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .header("Content-Language", "en")
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .body("type", equalTo("/problems/unknown-route"))
                .body("title", equalTo("Unknown address"))
                .body("status", equalTo(404))
                .body("code", equalTo("unknown-route"))
                .body("detail", matchesPattern("Nothing is served .*"))
                .body("traceId", matchesPattern("[0-9a-f]{32}"));
    }

    @Test
    void problemOfOeapiHasAnAbsoluteType() {
        given().get("/oeapi/v6/programmes")
                .then()
                .statusCode(401)
                .body("type", matchesPattern("http://localhost:\\d+/problems/unauthenticated"));
        given().header("X-Forwarded-Proto", "https")
                .get("/oeapi/v6/programmes")
                .then()
                .statusCode(401)
                .body("type", matchesPattern("https://localhost:\\d+/problems/unauthenticated"));
    }

    @Test
    void problemIsInFrenchIfTheClientPrefersFrench() {
        given().header("Accept-Language", "fr-FR, en;q=0.5")
                .get("/v1/partners")
                .then()
                .statusCode(401)
                .header("Content-Language", "fr")
                .body("title", equalTo("Non authentifié"))
                .body("code", equalTo("unauthenticated"));
    }

    @Test
    void problemShowsTheTraceIdOfTheClient() {
        stubs.asClient()
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .get("/v1/trainings/hangs-up")
                .then()
                .statusCode(503)
                .body("traceId", equalTo("4bf92f3577b34da6a3ce929d0e0e4736"));
    }
}
