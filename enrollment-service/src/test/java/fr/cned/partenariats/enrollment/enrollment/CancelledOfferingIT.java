package fr.cned.partenariats.enrollment.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.ValidatableResponse;
import java.util.Collections;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@EnrollmentIT
class CancelledOfferingIT {

    private final World world = new World();

    @Test
    void allLiveEnrollmentsEndAndNoneIsPromoted() {
        world.capacity = 2;
        world.waitingListSize = 1;
        world.publish();
        String confirmed = world.enrolled();
        String pending = world.enroll(world.request("\"fundings\":[{\"kind\":\"OPCO\",\"amount\":900}],"))
                .path("id");
        String waiting = world.enrolled();

        world.offeringState = "CANCELLED";
        world.publishAgain();
        ScheduledChanges.run();

        ended(confirmed, "CANCELLED").body("history", hasSize(2));
        ended(pending, "CANCELLED").body("history", hasSize(2)).body("holdUntil", equalTo(null));
        ended(waiting, "CANCELLED").body("history", hasSize(2)).body("history[1].from", equalTo("WAITLISTED"));
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

        world.offeringState = "CANCELLED";
        world.publishAgain();
        ScheduledChanges.run();

        ended(id, "WITHDRAWN")
                .body("history[2].from", equalTo("ACTIVE"))
                .body("withdrawnOn", equalTo(World.today().toString()));
        assertThat(world.seat()).containsEntry("used", 0L);
    }

    @Test
    void anEnrollmentThatIsOverDoesNotChange() {
        world.publish();
        String cancelled = world.enrolled();
        Api.as(world.token())
                .body("{\"reason\":\"moved away\"}")
                .post("/v1/enrollments/" + cancelled + "/cancellation");

        world.offeringState = "CANCELLED";
        world.publishAgain();
        ScheduledChanges.run();

        Api.as(world.token())
                .get("/v1/enrollments/" + cancelled)
                .then()
                .body("history", hasSize(2))
                .body("history[1].reason", equalTo("moved away"));
    }

    @Test
    void concurrentRunsReleaseEachSeatAndPlaceOnce() throws Exception {
        world.seats = 30;
        world.capacity = 30;
        world.publish();
        IntStream.range(0, 20).forEach(i -> world.enrolled());
        String last = world.enrolled();

        world.offeringState = "CANCELLED";
        world.publishAgain();
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            for (Future<?> work : pool.invokeAll(Collections.nCopies(3, Executors.callable(ScheduledChanges::run)))) {
                work.get();
            }
        } finally {
            pool.shutdown();
        }

        assertThat(world.holding()).isZero();
        assertThat(world.seat()).containsEntry("used", 0L).containsEntry("granted", 30L);
        assertThat(world.place()).containsEntry("used", 0L).containsEntry("granted", 30L);
        await().untilAsserted(() -> assertThat(TestTopics.read("enrollment.enrollments.v1", last))
                .last()
                .satisfies(event -> assertThat(event.value()).contains("\"state\":\"CANCELLED\"")));
    }

    private ValidatableResponse ended(String id, String state) {
        return Api.as(world.token())
                .get("/v1/enrollments/" + id)
                .then()
                .body("state", equalTo(state))
                .body("history[-1].reason", equalTo("offering-cancelled"))
                .body("history[-1].by", equalTo("calendar"));
    }
}
