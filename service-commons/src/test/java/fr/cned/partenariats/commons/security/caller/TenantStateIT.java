package fr.cned.partenariats.commons.security.caller;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.parking.resident.ResidentStates;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token stays valid after its tenant was closed or suspended; the service refuses its requests. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class TenantStateIT {

    @Inject
    ResidentStates states;

    private final UUID tenant = UUID.randomUUID();

    private RequestSpecification as(String role) {
        return Api.as(Tokens.sign(Tokens.claims("estate", role).claim("partner_id", tenant.toString())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"resident", "driver"})
    void aSuspendedTenantReadsButDoesNotWrite(String role) {
        as(role).post("/v1/residents/moves").then().statusCode(200);
        states.set(tenant, TenantState.SUSPENDED);
        as(role).get("/v1/residents").then().statusCode(200);
        as(role).post("/v1/residents/checks").then().statusCode(200);
        as(role).post("/v1/residents/moves").then().spec(problem(403, "partner-suspended"));
        states.set(tenant, TenantState.OPEN);
        as(role).post("/v1/residents/moves").then().statusCode(200);
    }

    @Test
    void aClosedTenantIsRefusedEverything() {
        as("resident").get("/v1/residents").then().statusCode(200);
        states.set(tenant, TenantState.CLOSED);
        as("resident").get("/v1/residents").then().spec(problem(403, "partner-closed"));
        as("resident").post("/v1/residents/checks").then().spec(problem(403, "partner-closed"));
        as("resident")
                .header("Accept-Language", "fr")
                .post("/v1/residents/moves")
                .then()
                .spec(problem(403, "partner-closed"))
                .body("detail", containsString("a fermé"));
    }

    @Test
    void aRevokedClientIsRefusedAndNoOther() {
        states.revoke(tenant, "estate");
        as("resident").get("/v1/residents").then().spec(problem(401, "invalid-token"));
        as("resident").post("/v1/residents/moves").then().spec(problem(401, "invalid-token"));
        Api.as(Tokens.sign(Tokens.claims("estate-2", "resident").claim("partner_id", tenant.toString())))
                .get("/v1/residents")
                .then()
                .statusCode(200);
    }

    @Test
    void aStoredAnswerIsNotRepeatedToAClosedTenant() {
        String key = UUID.randomUUID().toString();
        as("resident")
                .header("Idempotency-Key", key)
                .post("/v1/residents/moves")
                .then()
                .statusCode(200);
        states.set(tenant, TenantState.CLOSED);
        as("resident")
                .header("Idempotency-Key", key)
                .post("/v1/residents/moves")
                .then()
                .spec(problem(403, "partner-closed"));
    }

    @Test
    void aChangeInAnotherInstanceTakesEffectWithinSeconds() {
        as("resident").get("/v1/residents").then().statusCode(200);
        states.setElsewhere(tenant, TenantState.CLOSED);
        await().untilAsserted(() -> as("resident").get("/v1/residents").then().spec(problem(403, "partner-closed")));
    }

    @Test
    void otherCallersAreNotAffected() {
        states.set(tenant, TenantState.CLOSED);
        Api.as(Tokens.withRole("warden")).get("/v1/residents").then().statusCode(200);
        Api.as(Tokens.sign(Tokens.claims("estate", "resident")
                        .claim("partner_id", UUID.randomUUID().toString())))
                .get("/v1/residents")
                .then()
                .statusCode(200);
    }
}
