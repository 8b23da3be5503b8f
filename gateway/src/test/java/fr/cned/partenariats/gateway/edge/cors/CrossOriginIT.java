package fr.cned.partenariats.gateway.edge.cors;

import static fr.cned.partenariats.gateway.testing.ShortTimeoutsAndSpans.ALLOWED_ORIGIN;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.gateway.testing.ShortTimeoutsAndSpans;
import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ShortTimeoutsAndSpans.class)
@QuarkusTestResource(StubEnvironmentResource.class)
class CrossOriginIT {

    StubEnvironment stubs;

    @Test
    void pageOfAnAllowedOriginMayReadTheAnswerAndItsHeaders() {
        Response response =
                stubs.asClient().header("Origin", ALLOWED_ORIGIN).get("/v1/trainings/document?cache=private");
        response.then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", ALLOWED_ORIGIN)
                .header("Access-Control-Allow-Credentials", nullValue());
        assertThat(response.header("Access-Control-Expose-Headers").split(", "))
                .contains("ETag", "Location", "Retry-After", "RateLimit", "RateLimit-Policy", "Link")
                .contains("Idempotency-Replayed", "Next-Cursor")
                .doesNotContain("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset");
        assertThat(response.headers().getValues("Vary")).containsExactlyInAnyOrder("origin", "accept-encoding");
    }

    @Test
    void pageOfAnAllowedOriginMayReadTheEndOfAnOperation() {
        String sunset = "Thu, 01 Jul 2027 00:00:00 GMT";
        Response response = stubs.asClient()
                .header("Origin", ALLOWED_ORIGIN)
                .queryParam("sunset", sunset)
                .get("/v1/partners/document");
        response.then().statusCode(200).header("Deprecation", "@1767567600").header("Sunset", sunset);
        assertThat(response.header("Access-Control-Expose-Headers").split(", "))
                .contains("Deprecation", "Sunset", "Link");
    }

    @Test
    void pageOfAnAllowedOriginMayReadProblemsOfTheGateway() {
        given().header("Origin", ALLOWED_ORIGIN)
                .get("/v1/trainings")
                .then()
                .statusCode(401)
                .header("Access-Control-Allow-Origin", ALLOWED_ORIGIN)
                .header("Access-Control-Expose-Headers", containsString("WWW-Authenticate"));
    }

    @Test
    void otherOriginGetsTheAnswerWithoutCorsHeaders() {
        for (String origin : new String[] {"https://evil.example", "null", ALLOWED_ORIGIN + ".evil.example"}) {
            Response response = stubs.asClient().header("Origin", origin).get("/v1/partners");
            response.then().statusCode(200).header("Access-Control-Allow-Origin", nullValue());
            assertThat(response.headers().getValues("Vary")).contains("origin");
        }
    }

    @Test
    void answerWithoutAnOriginVariesToo() {
        Response response = stubs.asClient().get("/v1/partners/7");
        assertThat(response.headers().getValues("Vary")).contains("origin");
    }

    @Test
    void preflightIsAnsweredWithoutATokenAndReachesNoService() {
        int before = stubs.catalog.requests();
        Response response = given().header("Origin", ALLOWED_ORIGIN)
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "authorization,if-none-match")
                .options("/v1/trainings");
        response.then()
                .statusCode(204)
                .header("Access-Control-Allow-Origin", ALLOWED_ORIGIN)
                .header("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS, POST")
                .header("Access-Control-Max-Age", "3600")
                .header("Access-Control-Allow-Credentials", nullValue());
        assertThat(response.header("Access-Control-Allow-Headers").split(", "))
                .contains("Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match");
        assertThat(stubs.catalog.requests()).isEqualTo(before);
    }

    @Test
    void preflightOfAnotherOriginAllowsNothing() {
        given().header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "GET")
                .options("/v1/trainings")
                .then()
                .statusCode(204)
                .header("Access-Control-Allow-Origin", nullValue())
                .header("Access-Control-Allow-Methods", nullValue());
    }

    @Test
    void serviceDoesNotSeeTheOrigin() {
        stubs.asClient()
                .header("Origin", ALLOWED_ORIGIN)
                .get("/v1/partners")
                .then()
                .body("headers.origin", equalTo(null));
    }
}
