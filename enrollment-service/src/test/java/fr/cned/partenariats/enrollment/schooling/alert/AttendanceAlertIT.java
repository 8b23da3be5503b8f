package fr.cned.partenariats.enrollment.schooling.alert;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.enrollment.schooling.alert.AttendanceScenario.ALERTS;
import static fr.cned.partenariats.enrollment.schooling.alert.AttendanceScenario.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Reemissions;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.Schemas;
import fr.cned.partenariats.enrollment.Weeks;
import fr.cned.partenariats.enrollment.World;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Alerts for weeks below their threshold, and their events. */
@EnrollmentIT
class AttendanceAlertIT {

    private static final String THRESHOLD = "\"minWeeklyAttendanceHours\":25,";

    private final AttendanceScenario scenario = new AttendanceScenario();

    @Test
    void aWeekBelowTheThresholdRaisesOneAlertAndOneEvent() {
        scenario.enrolledUnder(THRESHOLD);

        scenario.declare("24.75")
                .then()
                .body("entries[0].belowThreshold", equalTo(true))
                .body("entries[0].expectedHours", equalTo(25));
        scenario.declare("24.75").then().statusCode(200);
        scenario.declare("20").then().statusCode(200);

        scenario.alerts("?week=" + scenario.week)
                .then()
                .body("items", hasSize(1))
                .body("items[0].state", equalTo("OPEN"))
                .body("items[0].cause", equalTo("BELOW_THRESHOLD"))
                .body("items[0].enrollmentId", equalTo(scenario.enrollment))
                .body("items[0].partnerId", equalTo(scenario.world.partner.toString()))
                .body("items[0].agreementId", equalTo(scenario.world.agreement.toString()))
                .body("items[0].siteIds", contains(scenario.world.site.toString()))
                .body("items[0].week", equalTo(scenario.week))
                .body("items[0].hours", equalTo(20f))
                .body("items[0].expectedHours", equalTo(25f));
        scenario.assertPublished("OPEN");
    }

    @Test
    void correctionsResolveAndReopenTheAlert() {
        scenario.enrolledUnder(THRESHOLD);
        scenario.declare("10").then().statusCode(200);
        scenario.declare("30").then().body("entries[0].belowThreshold", equalTo(false));
        scenario.alerts("?state=RESOLVED").then().body("items.hours", contains(30f));
        scenario.alerts("?state=OPEN").then().body("items", hasSize(0));
        scenario.declare("12").then().statusCode(200);
        scenario.alerts("").then().body("items.state", contains("OPEN")).body("items.hours", contains(12f));

        scenario.assertPublished("OPEN", "RESOLVED", "OPEN");
        List<TestTopics.Message> messages = TestTopics.read(TOPIC, scenario.alertId());
        assertThat(messages).allSatisfy(event -> {
            assertThat(Schemas.faults("contract/events/attendance-alert-changed.v1", event.value()))
                    .isEmpty();
            assertThat(event.headers())
                    .containsEntry("ce_type", "fr.cned.partenariats.attendance-alert.changed.v1")
                    .containsEntry("ce_subject", scenario.alertId());
            assertThat(event.value().toLowerCase(Locale.ROOT)).doesNotContain("étudiant", "camille", "quimperlé");
        });
        assertThat(messages.stream().map(m -> JsonPath.from(m.value()).getInt("revision")))
                .containsExactly(0, 1, 2);
    }

    @Test
    void theHoursOfAllSitesAreAdded() {
        scenario.enrolledUnder(THRESHOLD);
        World otherSite = World.sharingPartnerOf(scenario.world).publish();
        scenario.declare("15").then().body("entries[0].belowThreshold", equalTo(true));
        scenario.declareAt(otherSite.site, "10")
                .then()
                .body("entries[0].belowThreshold", equalTo(false))
                .body("entries[0].weekHours", equalTo(25f));
        scenario.alerts("?siteId=" + otherSite.site).then().body("items.state", contains("RESOLVED"));
    }

    @Test
    void theHoursOfAllEnrollmentsOfAPersonAreAdded() {
        scenario.enrolledUnder(THRESHOLD);
        AttendanceScenario other = AttendanceScenario.second(scenario, scenario.student(), THRESHOLD, false);

        scenario.declare("25").then().body("entries[0].belowThreshold", equalTo(false));
        other.declare("0")
                .then()
                .body("entries[0].enrollmentId", equalTo(other.enrollment))
                .body("entries[0].belowThreshold", equalTo(false))
                .body("entries[0].weekHours", equalTo(25f));
        scenario.alerts("").then().body("items", hasSize(0));

        scenario.declare("15").then().body("entries[0].belowThreshold", equalTo(true));
        other.declare("9").then().body("entries[0].belowThreshold", equalTo(true));
        scenario.alerts("?enrollmentId=" + other.enrollment)
                .then()
                .body("items.state", contains("OPEN"))
                .body("items.hours", contains(24f))
                .body("items.siteIds[0]", containsInAnyOrder(scenario.world.site + "", other.world.site + ""));
        other.declare("12").then().body("entries[0].belowThreshold", equalTo(false));
        scenario.alerts("").then().body("items.state", contains("RESOLVED"));
        scenario.assertPublished("OPEN", "RESOLVED");
    }

    @Test
    void otherStudentsOfThePartnerAreJudgedAlone() {
        scenario.enrolledUnder(THRESHOLD);
        AttendanceScenario other = AttendanceScenario.second(scenario, null, THRESHOLD, false);
        scenario.declare("15").then().statusCode(200);
        other.declare("12").then().statusCode(200);
        scenario.alerts("?state=OPEN").then().body("items.hours", containsInAnyOrder(15f, 12f));
    }

    @Test
    void aMergeJoinsTheWeeksOfBothRegistrationsUntilItsUndo() {
        scenario.enrolledUnder(THRESHOLD);
        AttendanceScenario other = AttendanceScenario.second(scenario, null, THRESHOLD, false);
        scenario.declare("15").then().statusCode(200);
        other.declare("12").then().statusCode(200);
        scenario.declareIn(Weeks.ago(2), "15").then().statusCode(200);
        other.declareIn(Weeks.ago(2), "9").then().statusCode(200);

        String merges = "/v1/students/" + scenario.student() + "/merges";
        String merge = officer()
                .body("{\"mergedStudentId\":\"%s\",\"reason\":\"same person\"}".formatted(other.student()))
                .post(merges)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        scenario.alerts("?state=OPEN")
                .then()
                .body("items.week", contains(Weeks.ago(2)))
                .body("items.hours", contains(24f));

        officer()
                .body("{\"reason\":\"two persons\"}")
                .post(merges + "/" + merge + "/undoing")
                .then()
                .statusCode(200);
        scenario.alerts("?state=OPEN").then().body("items.hours", containsInAnyOrder(15f, 12f, 15f, 9f));
    }

    @Test
    void aMergeCountsTheAbsenceOfTheOtherRegistrationUntilItsUndo() {
        scenario.enrolledUnder(THRESHOLD);
        AttendanceScenario other = AttendanceScenario.second(scenario, null, THRESHOLD, false);
        scenario.declare("15").then().statusCode(200);
        other.justify("MEDICAL", null).then().statusCode(201);

        String merges = "/v1/students/" + scenario.student() + "/merges";
        String merge = officer()
                .body("{\"mergedStudentId\":\"%s\",\"reason\":\"same person\"}".formatted(other.student()))
                .post(merges)
                .path("id");
        scenario.alerts("?state=OPEN").then().body("items", hasSize(0));

        officer()
                .body("{\"reason\":\"two persons\"}")
                .post(merges + "/" + merge + "/undoing")
                .then()
                .statusCode(200);
        scenario.alerts("?state=OPEN").then().body("items.hours", contains(15f));
    }

    @Test
    void oneAbsenceThatBothMergedRegistrationsHaveCountsOnce() {
        scenario.enrolledUnder(THRESHOLD);
        AttendanceScenario other = AttendanceScenario.second(scenario, null, THRESHOLD, false);
        scenario.justify("MEDICAL", "4").then().statusCode(201);
        other.justify("MEDICAL", "6").then().statusCode(201);
        other.justify("EXAM", "1").then().statusCode(201);

        officer()
                .body("{\"mergedStudentId\":\"%s\",\"reason\":\"same person\"}".formatted(other.student()))
                .post("/v1/students/" + scenario.student() + "/merges")
                .then()
                .statusCode(201);

        scenario.declare("10").then().body("entries[0].expectedHours", equalTo(18f));
    }

    @Test
    void withoutAThresholdOfTheAgreementTheHighestOfTheNetworksApplies() {
        String loose = network(20);
        String strict = network(30);
        String ended = network(40);
        String silent = network(null);
        scenario.world.labels = """
                [{"networkId":"%1$s","networkCode":"%2$s"},
                 {"networkId":"%1$s","networkCode":"%3$s","labelledFrom":"%6$s","labelledTo":"%6$s"},
                 {"networkId":"%1$s","networkCode":"%4$s","labelledTo":"%7$s"},
                 {"networkId":"%1$s","networkCode":"%5$s"}]""".formatted(
                        UUID.randomUUID(),
                        loose,
                        strict,
                        ended,
                        silent,
                        Weeks.monday(1).plusDays(6),
                        Weeks.monday(1).minusDays(1));
        scenario.enrolledUnder("");

        scenario.declare("29")
                .then()
                .body("entries[0].expectedHours", equalTo(30))
                .body("entries[0].belowThreshold", equalTo(true));
        scenario.declareIn(Weeks.ago(2), "29").then().body("entries[0].expectedHours", equalTo(40));
        scenario.declareIn(Weeks.ago(0), "19").then().body("entries[0].expectedHours", equalTo(20));
    }

    @Test
    void aWeekWithoutDeclaredHoursRaisesNoAlertUntilItIsOverdue() {
        scenario.enrolledUnder(THRESHOLD);
        scenario.justify("EXAM", "3").then().statusCode(201);
        scenario.alerts("").then().body("items", hasSize(0));
    }

    @Test
    void theAlertsOfAnotherPartnerAreNotFound() {
        scenario.enrolledUnder(THRESHOLD);
        scenario.declare("1").then().statusCode(200);
        String path = ALERTS + "/" + scenario.alertId();
        String stranger = Tokens.partner(UUID.randomUUID());

        Api.as(stranger).get(ALERTS + "?week=" + scenario.week).then().body("items", hasSize(0));
        Api.as(stranger).get(path).then().spec(problem(404, "not-found"));
        officer().get(path).then().statusCode(200).header("ETag", equalTo("\"0\""));
        officer().get(ALERTS + "?partnerId=" + scenario.world.partner).then().body("items", hasSize(1));
    }

    @Test
    void concurrentDeclarationsRaiseOneAlert() throws Exception {
        scenario.enrolledUnder(THRESHOLD);
        ExecutorService six = Executors.newFixedThreadPool(6);
        Callable<Integer> declaration = () -> scenario.declare("7").statusCode();
        assertThat(six.invokeAll(Collections.nCopies(6, declaration)))
                .allSatisfy(answer -> assertThat(answer.get()).isEqualTo(200));
        six.shutdown();

        scenario.alerts("").then().body("items", hasSize(1));
        scenario.assertPublished("OPEN");
    }

    @Test
    void thePagesOfTheListTakeOneStatementEach() {
        scenario.enrolledUnder(THRESHOLD);
        scenario.declare("1").then().statusCode(200);
        scenario.declareIn(Weeks.ago(2), "2").then().statusCode(200);
        Response page = scenario.alerts("?limit=1&siteId=" + scenario.world.site);
        page.then().body("items.hours", contains(1f));
        scenario.alerts("?limit=1&siteId=" + scenario.world.site + "&cursor=" + page.path("next"))
                .then()
                .body("items.hours", contains(2f))
                .body("next", equalTo(null));
        assertThat(SqlCount.total(World.statements(() ->
                        scenario.alerts("?siteId=" + scenario.world.site).then().statusCode(200))))
                .isEqualTo(SqlCount.SCOPE + 1);
    }

    @Test
    void reemissionPublishesTheCurrentAlert() {
        scenario.enrolledUnder(THRESHOLD);
        scenario.declare("1").then().statusCode(200);
        scenario.declare("2").then().statusCode(200);
        scenario.assertPublished("OPEN");

        JsonPath job = Reemissions.run("/v1/enrollment-events/re-emissions", Tokens.withRole("ops"));
        assertThat(job.getInt("counts.attendanceAlerts")).isPositive();

        String id = scenario.alertId();
        await().untilAsserted(() -> assertThat(TestTopics.read(TOPIC, id))
                .extracting(m -> JsonPath.from(m.value()).getFloat("hours"))
                .endsWith(2f, 2f));
    }

    private static String network(Integer hours) {
        String code = "NET_" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
        World.publishNetwork(code, hours == null ? "" : ",\"minWeeklyAttendanceHours\":" + hours);
        return code;
    }

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole("enrollment-officer"));
    }
}
