package fr.cned.partenariats.enrollment.replica.partner;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.hamcrest.Matchers.hasItem;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.Roles;
import fr.cned.partenariats.enrollment.World;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The state of a partner takes effect with its event, for tokens that the partner already has. */
@EnrollmentIT
class PartnerStateIT {

    private World world;

    @BeforeEach
    void aPartner() {
        world = World.published();
    }

    private void moveTo(String state) {
        world.partnerState = state;
        world.publishAgain();
    }

    @Test
    void aSuspendedPartnerReadsAndChecksButDoesNotEnroll() {
        String enrollment = world.enrolled();
        moveTo("SUSPENDED");
        Api.as(world.token()).get("/v1/enrollments/" + enrollment).then().statusCode(200);
        Api.as(world.token())
                .body(world.request())
                .post("/v1/eligibility-checks")
                .then()
                .statusCode(200)
                .body("blocking.code", hasItem("partner-not-active"));
        world.enroll().then().spec(problem(403, "partner-suspended"));
        world.importing("{}").then().spec(problem(403, "partner-suspended"));
        moveTo("ACTIVE");
        world.enrolled();
    }

    @Test
    void aRevokedClientIsRefusedAndNoOther() {
        String enrollment = world.enrolled();
        world.partnerMore = ",\"revokedClients\":[\"another\",\"test-partner-" + world.partner + "\"]";
        world.publishAgain();
        Api.as(world.token()).get("/v1/enrollments/" + enrollment).then().spec(problem(401, "invalid-token"));
        world.enroll().then().spec(problem(401, "invalid-token"));
        world.importing("{}").then().spec(problem(401, "invalid-token"));
        Api.as(Tokens.sign(Tokens.claims("a-third-one", "partner").claim("partner_id", world.partner)))
                .get("/v1/enrollments/" + enrollment)
                .then()
                .statusCode(200);
    }

    @Test
    void aClosedPartnerIsRefused() {
        String enrollment = world.enrolled();
        moveTo("CLOSED");
        Api.as(world.token()).get("/v1/enrollments/" + enrollment).then().spec(problem(403, "partner-closed"));
        Api.as(world.token()).get("/v1/statistics?by=year").then().spec(problem(403, "partner-closed"));
        Api.as(world.token())
                .body(world.request())
                .post("/v1/eligibility-checks")
                .then()
                .spec(problem(403, "partner-closed"));
        Api.as(Tokens.withRole(Roles.ENROLLMENT_OFFICER))
                .get("/v1/enrollments/" + enrollment)
                .then()
                .statusCode(200);
    }
}
