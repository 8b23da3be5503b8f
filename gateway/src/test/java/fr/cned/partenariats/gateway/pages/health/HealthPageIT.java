package fr.cned.partenariats.gateway.pages.health;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(StubEnvironmentResource.class)
class HealthPageIT {

    StubEnvironment stubs;

    @Inject
    MeterRegistry registry;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @BeforeEach
    @AfterEach
    void startEverything() {
        stubs.partnerServer.start();
        stubs.identityProviderServer.start();
        stubs.catalog.setReady(true);
        awaitStatus(200);
    }

    @Test
    void everyPartIsShownWithoutAToken() {
        given().get("/health")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("Cache-Control", "no-store")
                .body("status", equalTo("UP"))
                .body("parts.gateway", equalTo("UP"))
                .body("parts.partner", equalTo("UP"))
                .body("parts.catalog", equalTo("UP"))
                .body("parts.enrollment", equalTo("UP"))
                .body("parts.identity-provider", equalTo("UP"))
                .body("lastChange", notNullValue())
                .body("details.partner.status", equalTo("UP"))
                .body("details.identity-provider.status", equalTo("UP"))
                .body(not(containsString("version")))
                .body(not(containsString("startedAt")));
    }

    @Test
    void versionsAreShownOnTheManagementPort() {
        given().get(management.resolve("/health"))
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("details.gateway.version", notNullValue())
                .body("details.gateway.startedAt", notNullValue())
                .body("details.partner.version", equalTo("1.2.3"))
                .body("details.partner.startedAt", equalTo("2026-01-02T03:04:05Z"));
    }

    @Test
    void versionsAreShownToOperationsStaffAndToNobodyElse() {
        given().header("Authorization", "Bearer " + tokenWithRole("ops"))
                .get("/health")
                .then()
                .statusCode(200)
                .body("details.partner.version", equalTo("1.2.3"))
                .body("details.gateway.startedAt", notNullValue());
        for (String token : List.of(
                tokenWithRole("enrollment-officer"),
                tokenWithRole("ops", "partner"),
                stubs.tokens().valid(),
                "nonsense")) {
            given().header("Authorization", "Bearer " + token)
                    .get("/health")
                    .then()
                    .statusCode(200)
                    .body(not(containsString("version")));
        }
    }

    private String tokenWithRole(String... role) {
        return stubs.tokens().with(claims -> claims.claim("realm_access", Map.of("roles", List.of(role))));
    }

    @Test
    void aChangeOfStatusIsShownWithItsTime() {
        String before = given().get("/health").path("details.catalog.since");
        stubs.catalog.setReady(false);
        awaitStatus(503);

        String since = given().get("/health").path("details.catalog.since");
        assertThat(Instant.parse(since)).isAfterOrEqualTo(Instant.parse(before));
        given().get("/health")
                .then()
                .body("details.catalog.status", equalTo("DOWN"))
                .body("lastChange", equalTo(since))
                .body("history", nullValue());
        given().get(management.resolve("/health"))
                .then()
                .body("history[0].part", equalTo("catalog"))
                .body("history[0].status", equalTo("DOWN"))
                .body("history[0].at", equalTo(since));
    }

    @Test
    void stoppedPartsAreShownWithoutReasons() {
        stubs.partnerServer.stop();
        stubs.catalog.setReady(false);
        awaitStatus(503);
        given().get("/health")
                .then()
                .body("status", equalTo("DOWN"))
                .body("parts.partner", equalTo("DOWN"))
                .body("parts.catalog", equalTo("DOWN"))
                .body("parts.enrollment", equalTo("UP"))
                .body(not(containsString("jdbc")))
                .body(not(containsString("localhost")));
    }

    @Test
    void stoppedIdentityProviderIsShownAndMeasured() {
        awaitMetric(1);
        stubs.identityProviderServer.stop();
        awaitStatus(503);
        awaitMetric(0);
        given().get("/health")
                .then()
                .body("parts.identity-provider", equalTo("DOWN"))
                .body("parts.partner", equalTo("UP"));
    }

    private void awaitMetric(double value) {
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        registry.get("gateway.identity.provider.up").gauge().value() == value);
    }

    private static void awaitStatus(int status) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> given().get("/health").statusCode() == status);
    }
}
