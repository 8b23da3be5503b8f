package fr.cned.partenariats.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health and metrics are on the management port. */
@QuarkusTest
@QuarkusTestResource(StubEnvironmentResource.class)
class ManagementIT {

    StubEnvironment stubs;

    @ConfigProperty(name = "quarkus.management.test-port")
    int port;

    @ParameterizedTest
    @ValueSource(strings = {"live", "ready", "started"})
    void healthIsOnTheManagementPort(String kind) {
        given().port(port).get("/q/health/" + kind).then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void tokenIsVerifiedOnceForSeveralRequests() {
        double before = verifiedTokens();
        String token = stubs.tokens().valid();
        for (int i = 0; i < 5; i++) {
            given().header("Authorization", "Bearer " + token)
                    .get("/v1/partners")
                    .then()
                    .statusCode(200);
        }
        assertThat(verifiedTokens()).isEqualTo(before + 1);
    }

    private double verifiedTokens() {
        String name = "gateway_tokens_verified_total{result=\"valid\"} ";
        String metrics = given().port(port).get("/q/metrics").asString();
        return metrics.lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .sum();
    }

    @Test
    void metricsContainNoAddressesAndNoPaths() {
        stubs.asClient().get("/v1/partners/a-secret-id?q=a-secret-name").then().statusCode(200);
        given().get("/v1/partners").then().statusCode(401);
        given().port(port)
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .body(
                        containsString(
                                "gateway_requests_seconds_count{method=\"GET\",route=\"/v1/partners/{id}\",service=\"partner\",status=\"2xx\"}"))
                .body(containsString("gateway_problems_total{code=\"unauthenticated\"}"))
                .body(containsString("gateway_circuit_open{service=\"partner\"} 0.0"))
                .body(containsString("gateway_tokens_remembered"))
                .body(containsString("gateway_refused_total{limit=\"address-rate\"}"))
                .body(containsString("gateway_refused_total{limit=\"client-rate\"}"))
                .body(containsString("gateway_refused_total{limit=\"total-connections\"}"))
                .body(containsString("gateway_lockouts_total"))
                .body(containsString("gateway_rate_limit_reports_total{result=\"delivered\"}"))
                .body(containsString("gateway_rate_limit_reports_total{result=\"lost\"}"))
                .body(containsString("gateway_rate_limit_peer_requests_total"))
                .body(containsString("gateway_requests_in_progress"))
                .body(containsString("gateway_imports_in_progress"))
                .body(containsString("gateway_connections "))
                .body(not(containsString("127.0.0.1")))
                .body(not(containsString("secret")));
    }
}
