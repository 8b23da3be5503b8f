package fr.cned.partenariats.commons.security.caller;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.commons.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The scopes of a token restrict a tenant, and only a tenant. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class ScopeIT {

    @Test
    void theScopeOfTheClassOpensItsOperations() {
        as("resident", "residents:read").get("/v1/residents").then().statusCode(200);
        as("resident", "openid residents:read email")
                .post("/v1/residents/checks")
                .then()
                .statusCode(200);
    }

    @Test
    void aMissingScopeIsNamed() {
        for (String scopes : List.of("", "residents:write", "residents:reads", "residents", "RESIDENTS:READ")) {
            as("resident", scopes)
                    .get("/v1/residents")
                    .then()
                    .spec(problem(403, "missing-scope"))
                    .body("requiredScope", equalTo("residents:read"));
        }
    }

    @Test
    void theScopeOfTheMethodReplacesTheScopeOfTheClass() {
        as("resident", "residents:read")
                .post("/v1/residents/moves")
                .then()
                .spec(problem(403, "missing-scope"))
                .body("requiredScope", equalTo("residents:write"));
        as("resident", "residents:write").post("/v1/residents/moves").then().statusCode(200);
    }

    @Test
    void aTokenWithoutTheClaimHasNoScope() {
        JwtClaimsBuilder claims = claims("resident");
        claims.remove("scope");
        send(claims).get("/v1/residents").then().spec(problem(403, "missing-scope"));
        send(claims("resident").claim("scope", List.of("residents:read", "x")))
                .get("/v1/residents")
                .then()
                .spec(problem(403, "missing-scope"));
    }

    @Test
    void anOperationWithoutScopeIsForTheHoldersOfOne() {
        as("resident", "").get("/v1/faults/caller").then().statusCode(200);
    }

    /** The operation admits the role by mistake, or forgets the scope. */
    @Test
    void anOperationWithoutTheAnnotationIsClosedToTenants() {
        as("resident", "residents:read").get("/v1/faults/unscoped").then().spec(problem(403, "forbidden"));
        as("driver", "").get("/v1/faults/unscoped").then().statusCode(200);
    }

    @Test
    void aTokenLimitedToSitesDoesNothingForTheWholeTenant() {
        List<String> sites = List.of(UUID.randomUUID().toString());
        send(claims("resident").claim("scope", "residents:read residents:write").claim("site_ids", sites))
                .post("/v1/residents/moves")
                .then()
                .spec(problem(403, "limited-to-sites"));
        send(claims("resident").claim("scope", "residents:read").claim("site_ids", sites))
                .get("/v1/residents")
                .then()
                .statusCode(200);
        send(claims("driver").claim("site_ids", sites))
                .post("/v1/residents/moves")
                .then()
                .statusCode(200);
        send(claims("resident").claim("scope", "residents:write").claim("site_ids", List.of()))
                .post("/v1/residents/moves")
                .then()
                .statusCode(200);
    }

    @Test
    void aListOfSitesThatIsNoneIsRefused() {
        for (Object sites : List.of("x", 7, List.of("x"), List.of(1), List.of(List.of()), Map.of("id", "x"))) {
            send(claims("resident").claim("scope", "residents:read").claim("site_ids", sites))
                    .get("/v1/residents")
                    .then()
                    .spec(problem(403, "invalid-sites"));
        }
    }

    @Test
    void scopesDoNotRestrictOtherRoles() {
        as("driver", "").get("/v1/residents").then().statusCode(200);
    }

    private static RequestSpecification as(String role, String scopes) {
        return send(claims(role).claim("scope", scopes));
    }

    private static RequestSpecification send(JwtClaimsBuilder claims) {
        return Api.as(Tokens.sign(claims)).header("Idempotency-Key", UUID.randomUUID());
    }

    private static JwtClaimsBuilder claims(String role) {
        return Tokens.claims("estate", role)
                .claim("partner_id", UUID.randomUUID().toString());
    }
}
