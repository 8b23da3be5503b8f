package fr.cned.partenariats.gateway.health;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(StubEnvironmentResource.class)
class HealthPageIT {

    StubEnvironment stubs;

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
                .body("parts.identity-provider", equalTo("UP"));
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
    void stoppedIdentityProviderIsShown() {
        stubs.identityProviderServer.stop();
        awaitStatus(503);
        given().get("/health")
                .then()
                .body("parts.identity-provider", equalTo("DOWN"))
                .body("parts.partner", equalTo("UP"));
    }

    private static void awaitStatus(int status) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> given().get("/health").statusCode() == status);
    }
}
