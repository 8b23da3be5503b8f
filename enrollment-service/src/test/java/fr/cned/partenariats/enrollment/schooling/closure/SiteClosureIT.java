package fr.cned.partenariats.enrollment.schooling.closure;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.enrollment.schooling.alert.AttendanceScenario.checkUndeclaredWeeks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.Weeks;
import fr.cned.partenariats.enrollment.schooling.alert.AttendanceScenario;
import io.restassured.response.Response;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Closed weeks of a site, and the alerts that they change. */
@EnrollmentIT
class SiteClosureIT {

    private static final String PATH = "/v1/attendance/site-closures";
    private static final String THRESHOLD = "\"minWeeklyAttendanceHours\":25,";

    private final AttendanceScenario scenario = new AttendanceScenario();

    @Test
    void aClosedWeekExpectsNoHoursUntilTheClosureIsWithdrawn() {
        scenario.hostedUnder(THRESHOLD);
        scenario.declare("0").then().body("entries[0].belowThreshold", equalTo(true));

        Response closure = close(scenario.week, "");
        closure.then()
                .statusCode(201)
                .header("Location", equalTo(PATH + "/" + closure.path("id")))
                .body("siteId", equalTo(scenario.world.site.toString()))
                .body("partnerId", equalTo(scenario.world.partner.toString()))
                .body("days", contains("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"));
        scenario.alerts("").then().body("items.state", contains("RESOLVED"));

        withdraw(closure.path("id")).then().statusCode(200).body("withdrawalReason", equalTo("a mistake"));
        scenario.alerts("").then().body("items.state", contains("OPEN")).body("items.expectedHours", contains(25f));
        withdraw(closure.path("id")).then().spec(problem(409, "site-closure-withdrawn"));
        close(scenario.week, "").then().statusCode(201);
        scenario.assertPublished("OPEN", "RESOLVED", "OPEN", "RESOLVED");
    }

    @Test
    void closedDaysLowerTheThresholdByAFifthEach() {
        scenario.hostedUnder(THRESHOLD);
        close(scenario.week, "\"days\":[\"TUESDAY\",\"MONDAY\",\"TUESDAY\"],")
                .then()
                .statusCode(201)
                .body("days", contains("MONDAY", "TUESDAY"));
        scenario.declare("15")
                .then()
                .body("entries[0].expectedHours", equalTo(15))
                .body("entries[0].belowThreshold", equalTo(false));
        scenario.declare("14.99").then().body("entries[0].belowThreshold", equalTo(true));
    }

    @Test
    void oneClosureCoversEveryStudentOfTheSite() {
        scenario.hostedUnder(THRESHOLD);
        scenario.world
                .enroll(scenario.world.request("\"siteId\":\"" + scenario.world.site + "\","))
                .then()
                .statusCode(201);
        close(Weeks.ago(4), "").then().statusCode(201);

        checkUndeclaredWeeks();

        scenario.alerts("").then().body("items.week", containsInAnyOrder(Weeks.ago(5), Weeks.ago(3)));
        scenario.alerts("?week=" + Weeks.ago(4)).then().body("items", hasSize(0));
    }

    @Test
    void aClosureConcernsTheStudentsWhomTheSiteHostedThen() {
        scenario.hostedUnder(THRESHOLD);
        checkUndeclaredWeeks();
        Api.as(scenario.world.token())
                .body("{\"reason\":\"nearer\"}")
                .post("/v1/enrollments/" + scenario.enrollment + "/site-change")
                .then()
                .statusCode(200);

        close(Weeks.ago(4), "").then().statusCode(201);

        scenario.alerts("?state=OPEN").then().body("items.week", containsInAnyOrder(Weeks.ago(5), Weeks.ago(3)));
    }

    @Test
    void aWithdrawnClosureOfAnOverdueWeekRaisesTheAlert() {
        scenario.hostedUnder(THRESHOLD);
        String closure = close(Weeks.ago(4), "").path("id");
        withdraw(closure).then().statusCode(200);
        scenario.alerts("?week=" + Weeks.ago(4)).then().body("items.cause", contains("NOT_DECLARED"));
    }

    @Test
    void aSecondClosureOfTheWeekIsRefusedAndNamesTheFirst() {
        scenario.world.publish();
        String week = Weeks.ago(-4);
        String first = close(week, "").path("id");
        close(week, "\"days\":[\"MONDAY\"],")
                .then()
                .spec(problem(409, "site-closure-declared-before"))
                .body("existingId", equalTo(first));
        close(Weeks.ago(-5), "").then().statusCode(201);
        list("?week=" + week + "&siteId=" + scenario.world.site).then().body("items.id", contains(first));
        Response page = list("?limit=1");
        page.then().body("items.id", contains(first));
        list("?limit=1&cursor=" + page.path("next")).then().body("items.week", contains(Weeks.ago(-5)));
    }

    @Test
    void concurrentClosuresOfOneWeekLeaveOne() throws Exception {
        scenario.world.publish();
        ExecutorService four = Executors.newFixedThreadPool(4);
        Callable<Integer> closing = () -> close(Weeks.ago(-1), "").statusCode();
        assertThat(four.invokeAll(Collections.nCopies(4, closing)))
                .extracting(Future::get)
                .containsExactlyInAnyOrder(201, 409, 409, 409);
        four.shutdown();
        list("").then().body("items", hasSize(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"week\":\" | \"week\":\"in | /week | invalid-week",
                "\"reason\":\"holidays\" | \"reason\":\" \" | /reason | required",
                "\"reason\" | \"days\":[\"SUNDAY\"],\"reason\" | /days/0 | wrong-type",
                "\"reason\" | \"hours\":3,\"reason\" | /hours | unknown-field",
            })
    void anInvalidFieldIsNamed(String valid, String invalid, String pointer, String code) {
        scenario.world.publish();
        String body = body(Weeks.ago(-1), "");
        assertThat(body).contains(valid);
        Api.as(scenario.world.token())
                .body(body.replace(valid, invalid))
                .post(PATH)
                .then()
                .spec(invalid(pointer, code));
    }

    @Test
    void theClosuresOfAnotherPartnerAreNotFound() {
        scenario.world.publish();
        String path = PATH + "/" + close(Weeks.ago(-1), "").path("id");
        String stranger = Tokens.partner(UUID.randomUUID());
        Api.as(stranger).get(path).then().spec(problem(404, "not-found"));
        Api.as(stranger).get(PATH + "?siteId=" + scenario.world.site).then().body("items", hasSize(0));
        Api.as(stranger)
                .body(body(Weeks.ago(-2), ""))
                .post(PATH)
                .then()
                .spec(problem(404, "not-found"))
                .body("errors.pointer", contains("/siteId"));
        Api.as(Tokens.withRole("enrollment-officer")).get(path).then().statusCode(200);
    }

    /** @param more more JSON members; each ends with a comma */
    private String body(String week, String more) {
        return "{\"siteId\":\"%s\",\"week\":\"%s\",%s\"reason\":\"holidays\"}"
                .formatted(scenario.world.site, week, more);
    }

    private Response close(String week, String more) {
        return Api.as(scenario.world.token()).body(body(week, more)).post(PATH);
    }

    private Response list(String query) {
        return Api.as(scenario.world.token()).get(PATH + query);
    }

    private Response withdraw(String id) {
        return Api.as(scenario.world.token()).body("{\"reason\":\"a mistake\"}").post(PATH + "/" + id + "/withdrawal");
    }
}
