package fr.cned.partenariats.gateway.edge.trace;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import fr.cned.partenariats.gateway.testing.ShortTimeoutsAndSpans;
import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ShortTimeoutsAndSpans.class)
@QuarkusTestResource(StubEnvironmentResource.class)
class OpenTelemetryIT {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CLIENT_SPAN = "00f067aa0ba902b7";

    StubEnvironment stubs;

    @Test
    void serviceReceivesTheGatewaySpanAsParent() {
        stubs.asClient()
                .header("traceparent", "00-" + TRACE + "-" + CLIENT_SPAN + "-01")
                .get("/v1/partners")
                .then()
                .statusCode(200)
                .body("headers.traceparent", matchesPattern("00-" + TRACE + "-[0-9a-f]{16}-0[01]"))
                .body("headers.traceparent", not(containsString(CLIENT_SPAN)));
    }

    @Test
    void problemShowsTheTraceIdOfTheClient() {
        given().header("traceparent", "00-" + TRACE + "-" + CLIENT_SPAN + "-01")
                .get("/v1/partners")
                .then()
                .statusCode(401)
                .body("traceId", equalTo(TRACE));
    }
}
