package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** Nobody gets a seat on an offering after its last day, whatever its state. */
@EnrollmentIT
class EndedOfferingIT {

    private final World world = running();

    @Test
    void anEndedOfferingTakesNoRegistration() {
        World other = World.sharingPartnerOf(world).publish();
        String id = other.enrolled();
        end();

        world.enroll().then().spec(problem(409, "offering-ended")).body("errors.code", contains("offering-ended"));
        Api.as(world.token())
                .body(world.request(""))
                .post("/v1/eligibility-checks")
                .then()
                .statusCode(200)
                .body("eligible", equalTo(false))
                .body("blocking.code", contains("offering-ended"));
        Api.as(world.token())
                .body("{\"reason\":\"moved\",\"offeringId\":\"" + world.offering + "\",\"agreementId\":\""
                        + world.agreement + "\"}")
                .post("/v1/enrollments/" + id + "/transfer")
                .then()
                .spec(problem(409, "offering-ended"));
        assertThat(world.place()).containsEntry("used", 0L);
    }

    @Test
    void theLastDayStillCounts() {
        world.offeringEnds = World.today().toString();
        world.publishAgain();

        world.enroll().then().statusCode(201);
    }

    @Test
    void aLateDecisionAboutTheFundingConfirmsNobody() {
        world.offeringEnds = World.today().plusDays(2).toString();
        world.publishAgain();
        Response pending = world.enroll(world.request("\"fundings\":[{\"kind\":\"OPCO\",\"amount\":900}],"));
        pending.then()
                .statusCode(201)
                .body("state", equalTo("PENDING_FUNDING"))
                .body("holdUntil", equalTo(world.offeringEnds));
        end();

        Api.as(Tokens.withRole("enrollment-officer"))
                .post("/v1/enrollments/" + pending.path("id") + "/funding-lines/" + pending.path("fundings[0].id")
                        + "/approval")
                .then()
                .spec(problem(409, "offering-ended"));
        Api.as(world.token())
                .get("/v1/enrollments/" + pending.path("id"))
                .then()
                .body("state", equalTo("PENDING_FUNDING"));
    }

    @Test
    void theWaitingListOfAnEndedOfferingPromotesNobody() {
        world.capacity = 1;
        world.waitingListSize = 1;
        world.publishAgain();
        String enrolled = world.enrolled();
        String waiting = world.enroll().path("id");
        end();

        Api.as(world.token())
                .body("{\"reason\":\"changed plans\"}")
                .post("/v1/enrollments/" + enrolled + "/cancellation")
                .then()
                .statusCode(200);
        ScheduledChanges.promote();
        ScheduledChanges.run();

        Api.as(world.token())
                .get("/v1/enrollments/" + waiting)
                .then()
                .body("state", equalTo("CANCELLED"))
                .body("history.to", contains("WAITLISTED", "CANCELLED"));
    }

    private static World running() {
        World world = new World();
        world.offeringStarts = World.today().minusDays(60).toString();
        world.publish();
        return world;
    }

    private void end() {
        world.offeringEnds = World.today().minusDays(1).toString();
        world.publishAgain();
    }
}
