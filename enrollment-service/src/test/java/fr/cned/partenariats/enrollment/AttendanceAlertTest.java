package fr.cned.partenariats.enrollment;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.enrollment.Today;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weeks below the threshold: alerts, the events that tell of them, and absences that lift them. */
@EnrollmentTest
class AttendanceAlertTest {

    private static final String TOPIC = "enrollment.attendance-alerts.v1";
    private static final String ALERTS = "/v1/attendance/alerts";
    private static final String ABSENCES = "/v1/attendance/absences";

    private final String week = Weeks.ago(1);
    private World world = Weeks.started();
    private String enrollment = "";

    @Test
    void belowTheAgreementsThresholdAnAlertIsRaisedAndToldOnce() {
        enrolledUnder("\"minWeeklyAttendanceHours\":25,");

        declare("24.75")
                .then()
                .body("entries[0].belowThreshold", equalTo(true))
                .body("entries[0].expectedHours", equalTo(25));
        declare("24.75").then().statusCode(200);
        declare("20").then().statusCode(200);

        alerts("?week=" + week)
                .then()
                .body("items", hasSize(1))
                .body("items[0].state", equalTo("OPEN"))
                .body("items[0].enrollmentId", equalTo(enrollment))
                .body("items[0].partnerId", equalTo(world.partner.toString()))
                .body("items[0].agreementId", equalTo(world.agreement.toString()))
                .body("items[0].siteIds", contains(world.site.toString()))
                .body("items[0].week", equalTo(week))
                .body("items[0].hours", equalTo(20f))
                .body("items[0].expectedHours", equalTo(25f));
        assertTold("OPEN");
    }

    @Test
    void exactlyTheThresholdIsEnough() {
        enrolledUnder("\"minWeeklyAttendanceHours\":25,");
        declare("25").then().body("entries[0].belowThreshold", equalTo(false));
        alerts("").then().body("items", hasSize(0));
    }

    @Test
    void aCorrectionResolvesTheAlertAndAnotherOpensItAgain() {
        enrolledUnder("\"minWeeklyAttendanceHours\":25,");
        declare("10").then().statusCode(200);
        declare("30").then().body("entries[0].belowThreshold", equalTo(false));
        alerts("?state=RESOLVED").then().body("items.hours", contains(30f));
        alerts("?state=OPEN").then().body("items", hasSize(0));
        declare("12").then().statusCode(200);
        alerts("").then().body("items.state", contains("OPEN")).body("items.hours", contains(12f));

        assertTold("OPEN", "RESOLVED", "OPEN");
        List<TestTopics.Message> messages = TestTopics.read(TOPIC, alertId());
        assertThat(messages).allSatisfy(event -> {
            assertThat(Schemas.faults("contract/events/attendance-alert-changed.v1", event.value()))
                    .isEmpty();
            assertThat(event.headers())
                    .containsEntry("ce_type", "fr.cned.partenariats.attendance-alert.changed.v1")
                    .containsEntry("ce_subject", alertId());
            assertThat(event.value().toLowerCase(Locale.ROOT)).doesNotContain("étudiant", "camille", "quimperlé");
        });
        assertThat(messages.stream().map(m -> JsonPath.from(m.value()).getInt("revision")))
                .containsExactly(0, 1, 2);
    }

    @Test
    void hoursOfSeveralSitesCountTogether() {
        enrolledUnder("\"minWeeklyAttendanceHours\":25,");
        World otherSite = World.sharingPartnerOf(world).publish();
        declare("15").then().body("entries[0].belowThreshold", equalTo(true));
        declareAt(otherSite.site, "10")
                .then()
                .body("entries[0].belowThreshold", equalTo(false))
                .body("entries[0].weekHours", equalTo(25f));
        alerts("?siteId=" + otherSite.site).then().body("items.state", contains("RESOLVED"));
    }

    @Test
    void withoutTheAgreementsThresholdTheHighestOfTheSitesNetworksCounts() {
        String loose = network(20);
        String strict = network(30);
        String ended = network(40);
        String silent = network(null);
        world.labels = """
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
        enrolledUnder("");

        declare("29")
                .then()
                .body("entries[0].expectedHours", equalTo(30))
                .body("entries[0].belowThreshold", equalTo(true));
        declareIn(Weeks.ago(2), "29").then().body("entries[0].expectedHours", equalTo(40));
        declareIn(Weeks.ago(0), "19").then().body("entries[0].expectedHours", equalTo(20));
    }

    @Test
    void theAgreementsThresholdGoesBeforeTheNetworks() {
        world.labels = "[{\"networkId\":\"%s\",\"networkCode\":\"%s\"}]".formatted(UUID.randomUUID(), network(35));
        enrolledUnder("\"minWeeklyAttendanceHours\":10,");
        declare("12")
                .then()
                .body("entries[0].expectedHours", equalTo(10))
                .body("entries[0].belowThreshold", equalTo(false));
    }

    @Test
    void whereNoThresholdIsKnownThereIsNoAlert() {
        enrolledUnder("");
        declare("0")
                .then()
                .body("entries[0].expectedHours", equalTo(null))
                .body("entries[0].belowThreshold", equalTo(false));
        alerts("").then().body("items", hasSize(0));
    }

    @Test
    void justifiedHoursLowerWhatIsExpectedAndTakenBackTheyDoNot() {
        enrolledUnder("\"minWeeklyAttendanceHours\":25,");
        declare("15").then().statusCode(200);
        justify("EXAM", "7").then().statusCode(201);
        alerts("").then().body("items.state", contains("OPEN")).body("items.expectedHours", contains(18f));
        Response medical = justify("MEDICAL", "3.5");
        medical.then()
                .statusCode(201)
                .header("Location", equalTo(ABSENCES + "/" + medical.path("id")))
                .body("hours", equalTo(3.5f));
        alerts("").then().body("items.state", contains("RESOLVED"));

        withdraw(medical.path("id")).then().statusCode(200).body("withdrawalReason", equalTo("a mistake"));
        alerts("").then().body("items.state", contains("OPEN"));
        withdraw(medical.path("id")).then().spec(problem(409, "absence-withdrawn"));
        justify("MEDICAL", "4").then().statusCode(201);
        alerts("").then().body("items.state", contains("RESOLVED"));
        assertTold("OPEN", "RESOLVED", "OPEN", "RESOLVED");
    }

    @Test
    void aWholeWeekIsJustifiedAlsoBeforeItIsDeclared() {
        enrolledUnder("\"minWeeklyAttendanceHours\":25,");
        justify("INTERNSHIP", null).then().statusCode(201).body("hours", equalTo(null));
        declare("0")
                .then()
                .body("entries[0].expectedHours", equalTo(0))
                .body("entries[0].belowThreshold", equalTo(false));
        alerts("").then().body("items", hasSize(0));
    }

    @Test
    void aWeekOfWhichNothingIsDeclaredIsNotJudged() {
        enrolledUnder("\"minWeeklyAttendanceHours\":25,");
        justify("EXAM", "3").then().statusCode(201);
        alerts("").then().body("items", hasSize(0));
    }

    @Test
    void theSameReasonStandsOnceAWeekAndTheExistingAbsenceIsNamed() {
        enrolledUnder("\"minWeeklyAttendanceHours\":25,");
        String id = justify("EXAM", "3").path("id");
        justify("EXAM", "4")
                .then()
                .spec(problem(409, "absence-justified-before"))
                .body("existingId", equalTo(id));
        justify("FAMILY", "4").then().statusCode(201);
        Api.as(world.token())
                .get(ABSENCES + "?enrollmentId=" + enrollment + "&week=" + week)
                .then()
                .body("items.reason", contains("EXAM", "FAMILY"));
        Api.as(world.token()).get(ABSENCES + "/" + id).then().statusCode(200).body("week", equalTo(week));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"EXAM\" | \"BORED\" | /reason | wrong-type",
                "\"EXAM\" | null | /reason | required",
                "\"hours\":3 | \"hours\":0 | /hours | out-of-range",
                "\"hours\":3 | \"hours\":169 | /hours | out-of-range",
                "\"hours\":3 | \"days\":3 | /days | unknown-field",
                "\"week\":\" | \"week\":\"in | /week | invalid-week",
            })
    void anAbsenceThatCannotBe(String valid, String invalid, String pointer, String code) {
        enrolledUnder("");
        String body = absence("EXAM", "3");
        assertThat(body).contains(valid);
        Api.as(world.token())
                .body(body.replace(valid, invalid))
                .post(ABSENCES)
                .then()
                .spec(invalid(pointer, code));
        Api.as(world.token()).get(ABSENCES).then().body("items", hasSize(0));
    }

    @Test
    void anAbsenceOutsideOfTheOffering() {
        enrolledUnder("");
        Api.as(world.token())
                .body(absence("EXAM", "3").replace(week, Weeks.ago(6)))
                .post(ABSENCES)
                .then()
                .spec(problem(409, "week-outside-offering"))
                .body("errors.pointer", contains("/enrollmentId"));
        Api.as(world.token())
                .body(absence("EXAM", "3").replace(week, Weeks.ago(-2)))
                .post(ABSENCES)
                .then()
                .statusCode(201);
    }

    @Test
    void anotherPartnersAlertsAndAbsencesDoNotExist() {
        enrolledUnder("\"minWeeklyAttendanceHours\":25,");
        declare("1").then().statusCode(200);
        String absence = justify("EXAM", "3").path("id");
        String stranger = Tokens.partner(UUID.randomUUID());

        Api.as(stranger).get(ALERTS + "?week=" + week).then().body("items", hasSize(0));
        Api.as(stranger).get(ALERTS + "/" + alertId()).then().spec(problem(404, "not-found"));
        Api.as(stranger).get(ABSENCES + "/" + absence).then().spec(problem(404, "not-found"));
        Api.as(stranger).get(ABSENCES + "?enrollmentId=" + enrollment).then().body("items", hasSize(0));
        Api.as(stranger)
                .body("{\"reason\":\"x\"}")
                .post(ABSENCES + "/" + absence + "/withdrawal")
                .then()
                .spec(problem(404, "not-found"));
        Api.as(stranger).body(absence("FAMILY", "3")).post(ABSENCES).then().spec(problem(404, "not-found"));
        officer().get(ALERTS + "/" + alertId()).then().statusCode(200);
        officer().get(ALERTS + "?partnerId=" + world.partner).then().body("items", hasSize(1));
    }

    @Test
    void declaredByManyAtTheSameMomentTheAlertIsRaisedOnce() throws Exception {
        enrolledUnder("\"minWeeklyAttendanceHours\":25,");
        ExecutorService six = Executors.newFixedThreadPool(6);
        Callable<Integer> declaration = () -> declare("7").statusCode();
        assertThat(six.invokeAll(Collections.nCopies(6, declaration)))
                .allSatisfy(answer -> assertThat(answer.get()).isEqualTo(200));
        six.shutdown();

        alerts("").then().body("items", hasSize(1));
        assertTold("OPEN");
    }

    @Test
    void theListOfAlertsIsOneStatement() {
        enrolledUnder("\"minWeeklyAttendanceHours\":25,");
        declare("1").then().statusCode(200);
        declareIn(Weeks.ago(2), "2").then().statusCode(200);
        Response page = alerts("?limit=1&siteId=" + world.site);
        page.then().body("items.hours", contains(1f));
        alerts("?limit=1&siteId=" + world.site + "&cursor=" + page.path("next"))
                .then()
                .body("items.hours", contains(2f))
                .body("next", equalTo(null));
        assertThat(SqlCount.total(World.statements(
                        () -> alerts("?siteId=" + world.site).then().statusCode(200))))
                .isEqualTo(SqlCount.SCOPE + 1);
    }

    @Test
    void alertsAreEmittedAgainWithTheRest() {
        enrolledUnder("\"minWeeklyAttendanceHours\":25,");
        declare("1").then().statusCode(200);
        declare("2").then().statusCode(200);
        assertTold("OPEN");

        Api.as(Tokens.withRole("ops"))
                .body("{}")
                .post("/v1/enrollment-events/re-emissions")
                .then()
                .statusCode(200);

        String id = alertId();
        await().untilAsserted(() -> assertThat(TestTopics.read(TOPIC, id))
                .extracting(m -> JsonPath.from(m.value()).getFloat("hours"))
                .contains(1f, 2f));
    }

    private void enrolledUnder(String agreement) {
        world.agreementMore = agreement;
        world.publish();
        enrollment = world.enrolled();
        Today.begins();
    }

    private static String network(Integer hours) {
        String code = "NET_" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
        World.publishNetwork(code, hours == null ? "" : ",\"minWeeklyAttendanceHours\":" + hours);
        return code;
    }

    private Response declare(String hours) {
        return declareIn(week, hours);
    }

    private Response declareIn(String declaredWeek, String hours) {
        return declare(world.site, declaredWeek, hours);
    }

    private Response declareAt(UUID site, String hours) {
        return declare(site, week, hours);
    }

    private Response declare(UUID site, String declaredWeek, String hours) {
        return Api.as(world.token())
                .body("{\"siteId\":\"%s\",\"week\":\"%s\",\"entries\":[{\"enrollmentId\":\"%s\",\"hours\":%s}]}"
                        .formatted(site, declaredWeek, enrollment, hours))
                .post("/v1/attendance");
    }

    private Response justify(String reason, String hours) {
        return Api.as(world.token()).body(absence(reason, hours)).post(ABSENCES);
    }

    private String absence(String reason, String hours) {
        return "{\"enrollmentId\":\"%s\",\"week\":\"%s\",\"reason\":\"%s\"%s}"
                .formatted(enrollment, week, reason, hours == null ? "" : ",\"hours\":" + hours);
    }

    private Response withdraw(String absence) {
        return Api.as(world.token()).body("{\"reason\":\"a mistake\"}").post(ABSENCES + "/" + absence + "/withdrawal");
    }

    private Response alerts(String query) {
        return Api.as(world.token()).get(ALERTS + query);
    }

    private String alertId() {
        return alerts("").path("items[0].id");
    }

    /** These states, in this order, and then no more. */
    private void assertTold(String... states) {
        String id = alertId();
        await().during(Duration.ofMillis(600))
                .untilAsserted(() -> assertThat(TestTopics.read(TOPIC, id))
                        .extracting(m -> JsonPath.from(m.value()).getString("state"))
                        .containsExactly(states));
    }

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole("enrollment-officer"));
    }
}
