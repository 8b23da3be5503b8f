package fr.cned.partenariats.enrollment.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

@EnrollmentIT
class PostponedStartIT {

    private final World world = new World();

    @Test
    void anActiveEnrollmentIsConfirmedAgainUntilThePostponedStart() {
        world.offeringStarts = World.today().toString();
        world.publish();
        String kept = world.enrolled();
        String cancelled = world.enrolled();
        ScheduledChanges.run();
        read(kept).then().body("state", equalTo("ACTIVE"));

        world.offeringStarts = World.today().plusDays(14).toString();
        world.publishAgain();
        ScheduledChanges.run();

        read(kept)
                .then()
                .body("state", equalTo("CONFIRMED"))
                .body("history.to", contains("CONFIRMED", "ACTIVE", "CONFIRMED"))
                .body("history[2].reason", equalTo("start-postponed"));
        Api.as(world.token())
                .body("{\"reason\":\"cannot wait\"}")
                .post("/v1/enrollments/" + cancelled + "/cancellation")
                .then()
                .statusCode(200);
        assertThat(world.seat()).containsEntry("used", 1L);

        world.offeringStarts = World.today().toString();
        world.publishAgain();
        ScheduledChanges.run();
        read(kept).then().body("state", equalTo("ACTIVE"));
    }

    private Response read(String id) {
        return Api.as(world.token()).get("/v1/enrollments/" + id);
    }
}
