package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.Schemas;
import fr.cned.partenariats.enrollment.Weeks;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.statistics.CountedStatistics;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An officer annuls enrollments that were entered by mistake. */
@EnrollmentIT
class EnteredByMistakeIT {

    private static final String REASON = "{\"reason\":\"wrong student\"}";

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole("enrollment-officer"));
    }

    private static Response annul(String id) {
        return officer().body(REASON).post("/v1/enrollments/" + id + "/annulment");
    }

    private static void annulled(String id) {
        annul(id)
                .then()
                .statusCode(200)
                .body("state", equalTo("ANNULLED"))
                .body("reference", nullValue())
                .body("result", nullValue())
                .body("waitlistRank", nullValue())
                .body("holdUntil", nullValue());
    }

    private static String post(World world, String id, String change, String body) {
        Response answer = Api.as(world.token()).body(body).post("/v1/enrollments/" + id + change);
        assertThat(answer.statusCode()).as(answer.asString()).isIn(200, 201);
        return answer.path("id");
    }

    @Test
    void itGivesBackSeatAndPlaceFromEachState() {
        World world = Weeks.started();
        world.publish();
        String pending = world.enroll(world.request("\"fundings\":[{\"kind\":\"OPCO\",\"amount\":900}],"))
                .path("id");
        String active = world.enrolled();
        String completed = world.enrolled();
        ScheduledChanges.run();
        officer()
                .body("{\"result\":{\"state\":\"PASSED\"}}")
                .post("/v1/enrollments/" + completed + "/completion")
                .then()
                .statusCode(200);
        String confirmed = world.enrolled();
        assertThat(world.seat()).containsEntry("used", 4L);

        annulled(pending);
        annulled(active);
        annulled(completed);
        annulled(confirmed);

        assertThat(world.seat()).containsEntry("used", 0L);
        assertThat(world.place()).containsEntry("used", 0L).containsEntry("waiting", 0L);
    }

    @Test
    void aWaitingStudentLeavesTheListOrGetsTheFreePlace() {
        World world = new World();
        world.capacity = 1;
        world.waitingListSize = 5;
        world.publish();
        String holder = world.enrolled();
        String mistaken = world.enrolled();
        String waiting = world.enrolled();

        annulled(mistaken);
        assertThat(world.place()).containsEntry("used", 1L).containsEntry("waiting", 1L);
        annulled(holder);

        await().untilAsserted(
                        () -> officer().get("/v1/enrollments/" + waiting).then().body("state", equalTo("CONFIRMED")));
        assertThat(world.place()).containsEntry("used", 1L).containsEntry("waiting", 0L);
    }

    @Test
    void oneThatIsOverCanBeAnnulledOnce() {
        World world = Weeks.started();
        world.publish();
        String cancelled = world.enrolled();
        post(world, cancelled, "/cancellation", REASON);
        String withdrawn = world.enrolled();
        String transferred = world.enrolled();
        ScheduledChanges.run();
        post(world, withdrawn, "/withdrawal", REASON);
        World other = World.published();
        String target = post(
                world, transferred, "/transfer", "{\"reason\":\"x\",\"offeringId\":\"%s\"}".formatted(other.offering));

        annulled(cancelled);
        annulled(withdrawn);
        annulled(transferred);

        annul(withdrawn).then().spec(problem(409, "illegal-transition")).body("allowed", empty());
        officer().get("/v1/enrollments/" + target).then().body("state", equalTo("CONFIRMED"));
        assertThat(world.seat()).containsEntry("used", 1L);
        assertThat(world.place()).containsEntry("used", 0L);
    }

    @Test
    void theRightRegistrationMayHaveTheStudentAndTheReference() {
        World world = World.published();
        String student = world.registeredStudent();
        String body = """
                {"reference":"E-1","agreementId":"%s","offeringId":"%s","studentId":"%s"}""".formatted(world.agreement, world.offering, student);
        String mistaken = world.enroll(body).path("id");
        world.enroll(body).then().spec(problem(409, "reference-already-used"));

        annulled(mistaken);

        world.enroll(body).then().statusCode(201).body("reference", equalTo("E-1"));
    }

    @Test
    void noStatisticsCountItOnAnyDay() {
        World world = World.published();
        String id = world.enrolled();
        World.execute("""
                update enrollment set registered_at = registered_at - interval '10 days',
                  history = jsonb_set(history, '{0,at}', to_jsonb(registered_at - interval '10 days'))
                where id = ?""", UUID.fromString(id));
        CountedStatistics.logged(UUID.fromString(id));
        count(world, "&asOf=" + World.today().minusDays(5), 1);

        annulled(id);

        count(world, "", 0);
        count(world, "&groupBy=state", 0);
        count(world, "&state=ANNULLED", 0);
        count(world, "&asOf=" + World.today().minusDays(5), 0);
    }

    private static void count(World world, String query, int enrollments) {
        CountedStatistics.refresh();
        officer()
                .get("/v1/statistics?partnerId=" + world.partner + query)
                .then()
                .statusCode(200)
                .body("total.enrollments", is(enrollments));
    }

    @Test
    void declaredHoursShowThatItWasNoMistake() {
        World world = Weeks.started();
        world.publish();
        String id = world.enrolled();
        ScheduledChanges.run();
        declare(world, id, 7);
        annul(id).then().spec(problem(409, "hours-declared"));

        declare(world, id, 0);
        annulled(id);

        Api.as(world.token())
                .body("{\"siteId\":\"%s\",\"week\":\"%s\",\"entries\":[{\"enrollmentId\":\"%s\",\"hours\":7}]}"
                        .formatted(world.site, Weeks.ago(1), id))
                .post("/v1/attendance")
                .then()
                .spec(problem(409, "enrollment-state-unfit"));
    }

    private static void declare(World world, String id, int hours) {
        Api.as(world.token())
                .body("{\"siteId\":\"%s\",\"week\":\"%s\",\"entries\":[{\"enrollmentId\":\"%s\",\"hours\":%d}]}"
                        .formatted(world.site, Weeks.ago(1), id, hours))
                .post("/v1/attendance")
                .then()
                .statusCode(200);
    }

    @Test
    void historyFeedAuditAndEventTellIt() {
        World world = World.published();
        String id = world.enroll(world.request("\"reference\":\"E-2\",")).path("id");

        annulled(id);

        Api.as(world.token())
                .get("/v1/enrollments/" + id)
                .then()
                .body("history[1].to", equalTo("ANNULLED"))
                .body("history[1].reason", equalTo("wrong student"))
                .body("history[1].by", equalTo("Cned"));
        Api.as(world.token()).get("/v1/enrollments/changes").then().body("items[0].state", equalTo("ANNULLED"));
        Api.as(Tokens.withRole("enrollment-officer"))
                .get("/v1/audit/enrollment?objectId=" + id)
                .then()
                .statusCode(200)
                .body("items[0].operation", equalTo("annulEnrollment"));
        await().untilAsserted(() -> {
            List<TestTopics.Message> events = TestTopics.read("enrollment.enrollments.v1", id);
            String last = events.get(events.size() - 1).value();
            assertThat(JsonPath.from(last).getString("state")).isEqualTo("ANNULLED");
            assertThat(JsonPath.from(last).getString("reference")).isNull();
            assertThat(Schemas.faults("contract/events/enrollment-changed.v1", last))
                    .isEmpty();
        });
    }

    @Test
    void nothingIsRecordedForAnErasedStudent() {
        World world = World.published();
        String id = world.enrolled();
        post(world, id, "/cancellation", REASON);
        String student = officer().get("/v1/enrollments/" + id).path("studentId");
        officer().post("/v1/students/" + student + "/erasure").then().statusCode(200);

        annul(id).then().spec(problem(409, "student-erased"));
    }
}
