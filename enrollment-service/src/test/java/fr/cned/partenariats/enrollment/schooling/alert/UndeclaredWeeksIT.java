package fr.cned.partenariats.enrollment.schooling.alert;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.enrollment.schooling.alert.AttendanceScenario.ABSENCES;
import static fr.cned.partenariats.enrollment.schooling.alert.AttendanceScenario.TOPIC;
import static fr.cned.partenariats.enrollment.schooling.alert.AttendanceScenario.checkUndeclaredWeeks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.Schemas;
import fr.cned.partenariats.enrollment.Weeks;
import fr.cned.partenariats.enrollment.World;
import io.restassured.path.json.JsonPath;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Weeks for which no hours arrive. The offering began five weeks ago; the last two weeks can still be declared. */
@EnrollmentIT
class UndeclaredWeeksIT {

    private static final String THRESHOLD = "\"minWeeklyAttendanceHours\":25,";

    private final AttendanceScenario scenario = new AttendanceScenario();

    @Test
    void eachOverdueWeekOfAHostedStudentRaisesOneAlert() {
        scenario.hostedUnder(THRESHOLD);

        checkUndeclaredWeeks();
        checkUndeclaredWeeks();

        scenario.alerts("")
                .then()
                .body("items.week", containsInAnyOrder(Weeks.ago(5), Weeks.ago(4), Weeks.ago(3)))
                .body("items.cause", everyItem(equalTo("NOT_DECLARED")))
                .body("items.state", everyItem(equalTo("OPEN")))
                .body("items.hours", everyItem(equalTo(0f)))
                .body("items.expectedHours", everyItem(equalTo(25f)))
                .body("items[0].siteIds", contains(scenario.world.site.toString()));
        scenario.alerts("?cause=BELOW_THRESHOLD").then().body("items", hasSize(0));
        String id = scenario.alertId();
        await().untilAsserted(() -> assertThat(TestTopics.read(TOPIC, id)).hasSize(1));
        String event = TestTopics.read(TOPIC, id).get(0).value();
        assertThat(Schemas.faults("contract/events/attendance-alert-changed.v1", event))
                .isEmpty();
        assertThat(JsonPath.from(event).getString("cause")).isEqualTo("NOT_DECLARED");
    }

    @Test
    void arrivingHoursResolveTheAlertOrChangeItsCause() {
        scenario.hostedUnder(THRESHOLD);
        checkUndeclaredWeeks();

        scenario.declareIn(Weeks.ago(3), "25").then().statusCode(200);
        scenario.declareIn(Weeks.ago(4), "10").then().statusCode(200);

        scenario.alerts("?week=" + Weeks.ago(3))
                .then()
                .body("items.state", contains("RESOLVED"))
                .body("items.cause", contains("NOT_DECLARED"));
        scenario.alerts("?week=" + Weeks.ago(4))
                .then()
                .body("items.state", contains("OPEN"))
                .body("items.cause", contains("BELOW_THRESHOLD"))
                .body("items.hours", contains(10f));
    }

    @Test
    void theHoursOfOneTrainingDeclareTheWeekOfTheOther() {
        scenario.hostedUnder(THRESHOLD);
        AttendanceScenario other = AttendanceScenario.second(scenario, scenario.student(), THRESHOLD, true);
        scenario.declareIn(Weeks.ago(3), "25").then().statusCode(200);
        other.declareIn(Weeks.ago(4), "25").then().statusCode(200);

        checkUndeclaredWeeks();
        checkUndeclaredWeeks();

        scenario.alerts("")
                .then()
                .body("items.week", contains(Weeks.ago(5)))
                .body("items.expectedHours", contains(25f))
                .body("items[0].siteIds", containsInAnyOrder(scenario.world.site + "", other.world.site + ""));
        other.declareIn(Weeks.ago(5), "25").then().statusCode(200);
        scenario.alerts("?state=OPEN").then().body("items", hasSize(0));
    }

    @Test
    void noHoursAreAwaitedWithoutAThresholdOrASite() {
        scenario.hostedUnder("");
        AttendanceScenario withoutSite = new AttendanceScenario();
        withoutSite.enrolledUnder(THRESHOLD);
        checkUndeclaredWeeks();
        scenario.alerts("").then().body("items", hasSize(0));
        withoutSite.alerts("").then().body("items", hasSize(0));
    }

    @Test
    void theFirstWeekOfAnEnrollmentIsProratedAndEarlierWeeksRaiseNoAlert() {
        scenario.hostedUnder(THRESHOLD);
        World.execute(
                "update enrollment set history = jsonb_set(history, '{1,at}', to_jsonb(cast(? as text))) where id = ?",
                Weeks.monday(4).plusDays(3) + "T09:00:00Z",
                UUID.fromString(scenario.enrollment));

        checkUndeclaredWeeks();

        scenario.alerts("")
                .then()
                .body("items.week", containsInAnyOrder(Weeks.ago(4), Weeks.ago(3)))
                .body("items.expectedHours", containsInAnyOrder(10f, 25f));
    }

    @Test
    void aWeekIsThatOfTheSiteAtWhichTheStudentThenWas() {
        scenario.hostedUnder(THRESHOLD);
        World second = World.sharingPartnerOf(scenario.world);
        second.publish();
        World.execute(
                "update enrollment set registered_at = registered_at - interval '60 days' where id = ?",
                UUID.fromString(scenario.enrollment));
        changeSite("\"siteId\":\"%s\",\"effectiveOn\":\"%s\",".formatted(second.site, Weeks.monday(3)));

        checkUndeclaredWeeks();
        changeSite("");
        checkUndeclaredWeeks();

        scenario.alerts("?state=OPEN")
                .then()
                .body("items.week", containsInAnyOrder(Weeks.ago(5), Weeks.ago(4), Weeks.ago(3)));
        scenario.alerts("?week=" + Weeks.ago(4))
                .then()
                .body("items[0].siteIds", contains(scenario.world.site.toString()));
        scenario.alerts("?week=" + Weeks.ago(3)).then().body("items[0].siteIds", contains(second.site.toString()));
    }

    private void changeSite(String more) {
        Api.as(scenario.world.token())
                .body("{" + more + "\"reason\":\"nearer\"}")
                .post("/v1/enrollments/" + scenario.enrollment + "/site-change")
                .then()
                .statusCode(200);
    }

    /** The student left weeks ago, and it was recorded today: the alerts since then were about nobody. */
    @Test
    void alertsOfWeeksAfterTheStudentLeftAreResolved() {
        scenario.hostedUnder(THRESHOLD);
        checkUndeclaredWeeks();
        Api.as(scenario.world.token())
                .body("{\"reason\":\"moved\",\"withdrawnOn\":\"%s\"}"
                        .formatted(Weeks.monday(4).plusDays(1)))
                .post("/v1/enrollments/" + scenario.enrollment + "/withdrawal")
                .then()
                .statusCode(200);

        checkUndeclaredWeeks();

        scenario.alerts("?state=RESOLVED").then().body("items.week", contains(Weeks.ago(3)));
        scenario.alerts("?state=OPEN&week=" + Weeks.ago(4)).then().body("items.expectedHours", contains(10f));
    }

    @Test
    void alertsOfWeeksBeforeAPostponedStartAreResolved() {
        scenario.hostedUnder(THRESHOLD);
        checkUndeclaredWeeks();
        scenario.world.offeringStarts = World.today().plusDays(14).toString();
        scenario.world.publishAgain();

        checkUndeclaredWeeks();

        scenario.alerts("").then().body("items", hasSize(3)).body("items.state", everyItem(equalTo("RESOLVED")));
    }

    /** The change was recorded weeks later, when the alerts were there. */
    @Test
    void alertsOfASiteAtWhichTheStudentNoLongerWasAreResolved() {
        scenario.hostedUnder(THRESHOLD);
        World.execute(
                "update enrollment set registered_at = registered_at - interval '60 days' where id = ?",
                UUID.fromString(scenario.enrollment));
        checkUndeclaredWeeks();
        changeSite("\"effectiveOn\":\"%s\",".formatted(Weeks.monday(4)));

        checkUndeclaredWeeks();

        scenario.alerts("?state=OPEN").then().body("items.week", contains(Weeks.ago(5)));
    }

    @Test
    void allAlertsOfAnAnnulledEnrollmentAreResolved() {
        scenario.hostedUnder(THRESHOLD);
        checkUndeclaredWeeks();
        Api.as(Tokens.withRole("enrollment-officer"))
                .body("{\"reason\":\"wrong student\"}")
                .post("/v1/enrollments/" + scenario.enrollment + "/annulment")
                .then()
                .statusCode(200);

        checkUndeclaredWeeks();

        scenario.alerts("?state=OPEN").then().body("items", hasSize(0));
        scenario.alerts("").then().body("items", hasSize(3)).body("items.expectedHours", everyItem(equalTo(0f)));
    }

    /** It had become active; then its start was postponed, and it was cancelled before the new start. */
    @Test
    void allAlertsOfACancelledEnrollmentAreResolved() {
        scenario.hostedUnder(THRESHOLD);
        checkUndeclaredWeeks();
        World.execute("update enrollment set state = 'CANCELLED' where id = ?", UUID.fromString(scenario.enrollment));

        checkUndeclaredWeeks();

        scenario.alerts("?state=OPEN").then().body("items", hasSize(0));
        scenario.alerts("").then().body("items", hasSize(3)).body("items.expectedHours", everyItem(equalTo(0f)));
    }

    /** Before, hours of a transferred enrollment were refused, and its open alerts stayed open. */
    @Test
    void theWeeksBeforeATransferCanStillBeDeclared() {
        scenario.hostedUnder(THRESHOLD);
        checkUndeclaredWeeks();
        World target = World.sharingPartnerOf(scenario.world);
        target.offeringStarts = scenario.world.offeringStarts;
        target.publish();
        Api.as(scenario.world.token())
                .body("{\"agreementId\":\"%s\",\"offeringId\":\"%s\",\"reason\":\"better\"}"
                        .formatted(target.agreement, target.offering))
                .post("/v1/enrollments/" + scenario.enrollment + "/transfer")
                .then()
                .statusCode(201);

        scenario.declareIn(Weeks.ago(3), "25").then().statusCode(200);
        scenario.alerts("?week=" + Weeks.ago(3)).then().body("items.state", contains("RESOLVED"));
    }

    /** An absence tells something of a person, so that none may be recorded after the erasure. */
    @Test
    void nothingIsRecordedAfterAnErasure() {
        scenario.hostedUnder(THRESHOLD);
        scenario.declareIn(Weeks.ago(3), "20").then().statusCode(200);
        String path = "/v1/enrollments/" + scenario.enrollment;
        Api.as(scenario.world.token())
                .body("{\"reason\":\"moved\"}")
                .post(path + "/withdrawal")
                .then()
                .statusCode(200);
        String officer = Tokens.withRole("enrollment-officer");
        String student = Api.as(officer).get(path).path("studentId");
        Api.as(officer).post("/v1/students/" + student + "/erasure").then().statusCode(200);

        scenario.declareIn(Weeks.ago(3), "25").then().spec(problem(409, "student-erased"));
        Api.as(officer)
                .body(scenario.absence("MEDICAL", "3"))
                .post(ABSENCES)
                .then()
                .spec(problem(409, "student-erased"));
    }
}
