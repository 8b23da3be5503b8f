package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Results of completed enrollments and their corrections. The offering began five weeks ago, in October. */
@EnrollmentIT
class ResultIT {

    private static final String PASSED = """
            {"state":"PASSED","mention":"BIEN","score":14.5,"examSession":"2026-11","academy":"Orléans-Tours",
             "decidedOn":"2026-11-20","ects":60,"hours":640}""";

    private static final String UNKNOWN = "{\"state\":\"UNKNOWN\"}";

    private final World world = Weeks.started();

    private String active() {
        world.publish();
        String id = world.enrolled();
        ScheduledChanges.run();
        return id;
    }

    private static Response complete(String id, String result) {
        return officer().body("{\"result\":" + result + "}").post("/v1/enrollments/" + id + "/completion");
    }

    private static Response correct(String id, int revision, String result) {
        return officer()
                .header("If-Match", "\"" + revision + "\"")
                .body("{\"reason\":\"the jury met again\",\"result\":" + result + "}")
                .post("/v1/enrollments/" + id + "/result-correction");
    }

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole("enrollment-officer"));
    }

    @Test
    void aCompletionHasAResultThatPartnerFeedAndEventShow() {
        String id = active();

        complete(id, PASSED)
                .then()
                .statusCode(200)
                .body("state", equalTo("COMPLETED"))
                .body("result.score", is(14.5f));

        Api.as(world.token())
                .get("/v1/enrollments/" + id)
                .then()
                .body("result.state", equalTo("PASSED"))
                .body("result.mention", equalTo("BIEN"))
                .body("result.examSession", equalTo("2026-11"))
                .body("result.academy", equalTo("Orléans-Tours"))
                .body("result.decidedOn", equalTo("2026-11-20"))
                .body("result.ects", equalTo(60))
                .body("result.hours", equalTo(640))
                .body("history[2].result.mention", equalTo("BIEN"));
        Api.as(world.token()).get("/v1/enrollments/changes").then().body("items.result.score", contains(14.5f));
        await().untilAsserted(() -> assertThat(lastEvent(id).getString("state")).isEqualTo("COMPLETED"));
        assertThat(lastEvent(id).getMap("result"))
                .containsEntry("state", "PASSED")
                .containsEntry("academy", "Orléans-Tours")
                .containsEntry("ects", 60)
                .hasSize(8);
    }

    private static JsonPath lastEvent(String id) {
        List<TestTopics.Message> events = TestTopics.read("enrollment.enrollments.v1", id);
        String last = events.get(events.size() - 1).value();
        assertThat(Schemas.faults("contract/events/enrollment-changed.v1", last))
                .isEmpty();
        return JsonPath.from(last);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                           | /result/state       | required",
                "{'state':'GOOD'}                             | /result/state       | wrong-type",
                "{'state':'PASSED','mention':'PASSABLE'}      | /result/mention     | wrong-type",
                "{'state':'PASSED','score':20.01}             | /result/score       | out-of-range",
                "{'state':'PASSED','score':-0.01}             | /result/score       | out-of-range",
                "{'state':'PASSED','score':12.345}            | /result/score       | out-of-range",
                "{'state':'PASSED','score':'12'}              | /result/score       | wrong-type",
                "{'state':'PASSED','examSession':'2026-13'}   | /result/examSession | invalid-value",
                "{'state':'PASSED','examSession':'June 2026'} | /result/examSession | invalid-value",
                "{'state':'PASSED','academy':'Bretagne'}      | /result/academy     | invalid-academy",
                "{'state':'PASSED','decidedOn':'2026-02-30'}  | /result/decidedOn   | no-such-day",
                "{'state':'FAILED','mention':'BIEN'}          | /result/mention     | mention-without-pass",
                "{'state':'UNKNOWN','score':12}               | /result/score       | result-not-known",
                "{'state':'UNKNOWN','ects':6}                 | /result/ects        | result-not-known",
                "{'state':'PASSED','examSession':'2026-11','decidedOn':'2026-10-31'} | /result/decidedOn | result-before-session",
                "{'state':'FAILED','ects':601}                | /result/ects        | out-of-range",
                "{'state':'FAILED','hours':-1}                | /result/hours       | out-of-range",
                "{'state':'PASSED','grade':'A'}               | /result/grade       | unknown-field"
            })
    void anInvalidResultIsRefused(String result, String pointer, String code) {
        String id = "01997b5a-5c00-7000-8000-000000000001";
        String json = result.replace('\'', '"');
        for (Response refused : List.of(complete(id, json), correct(id, 1, json))) {
            refused.then()
                    .statusCode(400)
                    .body("errors.pointer", contains(pointer))
                    .body("errors.code", contains(code));
        }
    }

    @Test
    void aResultBeforeTheOfferingOrInTheFutureChangesNothing() {
        String id = active();
        String text = "{\"state\":\"PASSED\",\"%s\":\"%s\"}";

        for (String session : new String[] {"2026-09", "2026-12"}) {
            complete(id, text.formatted("examSession", session))
                    .then()
                    .spec(problem(409, "date-outside-offering"))
                    .body("errors.pointer", contains("/result/examSession"));
        }
        for (String day : new String[] {Weeks.monday(5).minusDays(1).toString(), "2026-11-26"}) {
            complete(id, text.formatted("decidedOn", day))
                    .then()
                    .spec(problem(409, "date-outside-offering"))
                    .body("errors.pointer", contains("/result/decidedOn"));
        }

        officer()
                .get("/v1/enrollments/" + id)
                .then()
                .body("state", equalTo("ACTIVE"))
                .body("result", nullValue());
    }

    @Test
    void aResultCountsFromTheDayOfTheDecision() {
        String id = active();
        SiteChangeIT.registeredDaysAgo(id, 20);
        int revision = complete(id, PASSED).path("revision");
        passedOn("2026-11-19", 0);
        passedOn("2026-11-20", 1);

        correct(id, revision, "{\"state\":\"FAILED\",\"decidedOn\":\"2026-11-23\"}")
                .then()
                .statusCode(200)
                .body("history[-1].effectiveOn", equalTo("2026-11-23"));
        passedOn("2026-11-22", 1);
        passedOn("2026-11-23", 0);
    }

    private void passedOn(String day, int students) {
        CountedStatistics.refresh();
        officer()
                .get("/v1/statistics?agreementId=" + world.agreement + "&asOf=" + day)
                .then()
                .statusCode(200)
                .body("total.enrollments", is(1))
                .body("total.results.passed", is(students));
    }

    @Test
    void aCorrectionReplacesTheResultAndTheHistoryKeepsTheEarlierOne() {
        String id = active();
        int revision = complete(id, UNKNOWN).path("revision");

        correct(id, revision, PASSED)
                .then()
                .statusCode(200)
                .body("result.state", equalTo("PASSED"))
                .body("history[2].result.state", equalTo("UNKNOWN"))
                .body("history[3].from", equalTo("COMPLETED"))
                .body("history[3].to", equalTo("COMPLETED"))
                .body("history[3].reason", equalTo("the jury met again"))
                .body("history[3].result.state", equalTo("PASSED"));
        correct(id, revision + 1, "{\"state\":\"FAILED\",\"score\":8}")
                .then()
                .statusCode(200)
                .body("result.mention", nullValue())
                .body("history[3].result.mention", equalTo("BIEN"));
        assertThat(world.seat()).containsEntry("used", 1L);
        await().untilAsserted(() ->
                assertThat(lastEvent(id).getString("result.state")).isEqualTo("FAILED"));
    }

    @Test
    void aCorrectionWithoutAChangeIsRefused() {
        String id = active();
        int revision = complete(id, PASSED).path("revision");

        correct(id, revision, PASSED.replace("14.5", "14.50")).then().spec(problem(409, "result-unchanged"));
        correct(id, revision - 1, UNKNOWN).then().spec(problem(412, "stale-revision"));
        correct(id, revision, "{\"state\":\"FAILED\",\"mention\":\"BIEN\"}")
                .then()
                .spec(invalid("/result/mention", "mention-without-pass"));
        correct(id, revision, "{\"state\":\"FAILED\",\"examSession\":\"2026-12\"}")
                .then()
                .spec(problem(409, "date-outside-offering"));

        officer()
                .get("/v1/enrollments/" + id)
                .then()
                .body("revision", is(revision))
                .body("result.state", equalTo("PASSED"));
    }

    @Test
    void onlyTheResultOfACompletedEnrollmentIsCorrected() {
        String id = active();
        int revision = officer().get("/v1/enrollments/" + id).path("revision");
        correct(id, revision, PASSED).then().spec(problem(409, "enrollment-state-unfit"));
    }

    @Test
    void anErasureKeepsTheStateOfTheResultOnly() {
        String id = active();
        int revision = complete(id, PASSED).path("revision");
        String student = officer().get("/v1/enrollments/" + id).path("studentId");
        officer()
                .get("/v1/students/" + student + "/export")
                .then()
                .body("sections.enrollments[0].result.mention", equalTo("BIEN"));

        officer().post("/v1/students/" + student + "/erasure").then().statusCode(200);

        JsonPath left = officer().get("/v1/enrollments/" + id).jsonPath();
        assertThat(left.getMap("result")).containsOnlyKeys("state").containsEntry("state", "PASSED");
        assertThat(left.getMap("history[2].result")).containsOnlyKeys("state");
        correct(id, revision + 1, UNKNOWN).then().spec(problem(409, "student-erased"));
        await().untilAsserted(() -> assertThat(lastEvent(id).getMap("result")).containsOnlyKeys("state"));
    }

    @Test
    void aListIsFilteredByTheResult() {
        String passed = active();
        String failed = world.enrolled();
        String open = world.enrolled();
        ScheduledChanges.run();
        complete(passed, PASSED);
        complete(failed, "{\"state\":\"FAILED\"}");
        String all = "/v1/enrollments?academicYear=2026-2027&partnerId=" + world.partner;

        for (String token : new String[] {world.token(), Tokens.withRole("enrollment-officer")}) {
            Api.as(token).get(all + "&resultState=PASSED").then().body("items.id", contains(passed));
            Api.as(token)
                    .get(all + "&resultState=FAILED&agreementId=" + world.agreement)
                    .then()
                    .body("items.id", contains(failed));
            Api.as(token)
                    .get(all + "&resultState=FAILED&state=COMPLETED")
                    .then()
                    .body("items.id", contains(failed));
            Api.as(token).get(all + "&resultState=UNKNOWN").then().body("items", empty());
            Api.as(token).get(all + "&resultState=PASSED&state=ACTIVE").then().body("items", empty());
            Api.as(token).get(all).then().body("items.id", containsInAnyOrder(passed, failed, open));
        }
        officer()
                .get("/v1/enrollments?resultState=PASSED&academicYear=2026-2027&limit=100")
                .then()
                .statusCode(200)
                .body("items.result.state.unique()", contains("PASSED"));
        officer().get("/v1/enrollments?resultState=GOOD").then().spec(problem(400, "invalid-parameter"));
    }
}
