package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

/** The enrollments of a partner that left the agreement by an amendment. */
@EnrollmentIT
class FormerPartyIT {

    private final World world = new World();

    @Test
    void keptEnrollmentsGoOnWithoutNewOnes() {
        world.publish();
        String kept = world.enrolled();

        leave("KEEP");
        ScheduledChanges.run();

        read(kept).body("state", equalTo("CONFIRMED"));
        Api.as(Tokens.withRole("enrollment-officer"))
                .header("Idempotency-Key", kept)
                .body(world.request("\"partnerId\":\"" + world.partner + "\","))
                .post("/v1/enrollments")
                .then()
                .spec(problem(409, "not-a-party"));
    }

    @Test
    void cancelledEnrollmentsEndAndReleaseTheirSeats() {
        world.capacity = 2;
        world.waitingListSize = 1;
        world.publish();
        String confirmed = world.enrolled();
        String pending = world.enroll(world.request("\"fundings\":[{\"kind\":\"OPCO\",\"amount\":900}],"))
                .path("id");
        String waiting = world.enrolled();

        leave("CANCEL");
        ScheduledChanges.run();

        ended(confirmed, "CANCELLED");
        ended(pending, "CANCELLED").body("holdUntil", equalTo(null));
        ended(waiting, "CANCELLED");
        assertThat(world.seat()).containsEntry("used", 0L);
        assertThat(world.place()).containsEntry("used", 0L).containsEntry("waiting", 0L);
    }

    @Test
    void aStartedEnrollmentIsWithdrawn() {
        world.publish();
        String id = world.enrolled();
        world.offeringStarts = World.today().minusDays(1).toString();
        world.publishAgain();
        ScheduledChanges.run();

        leave("CANCEL");
        ScheduledChanges.run();

        ended(id, "WITHDRAWN").body("withdrawnOn", equalTo(World.today().toString()));
    }

    @Test
    void aPartyThatReturnedKeepsItsEnrollments() {
        world.publish();
        String id = world.enrolled();
        world.agreementMore = formerParty("CANCEL");
        world.publishAgain();

        ScheduledChanges.run();

        read(id).body("state", equalTo("CONFIRMED")).body("history", hasSize(1));
    }

    private void leave(String enrollments) {
        world.parties = "[{\"partnerId\":\"" + World.published().partner + "\",\"role\":\"BENEFICIARY\"}]";
        world.agreementMore = formerParty(enrollments);
        world.publishAgain();
    }

    private String formerParty(String enrollments) {
        return "\"formerParties\":[{\"partnerId\":\"%s\",\"leftOn\":\"2026-11-01\",\"enrollments\":\"%s\"}],"
                .formatted(world.partner, enrollments);
    }

    private ValidatableResponse ended(String id, String state) {
        return read(id).body("state", equalTo(state))
                .body("history[-1].reason", equalTo("party-left"))
                .body("history[-1].by", equalTo("calendar"));
    }

    private ValidatableResponse read(String id) {
        return Api.as(world.token()).get("/v1/enrollments/" + id).then().statusCode(200);
    }
}
