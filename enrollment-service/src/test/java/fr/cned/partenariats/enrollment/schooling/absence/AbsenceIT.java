package fr.cned.partenariats.enrollment.schooling.absence;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.enrollment.schooling.alert.AttendanceScenario.ABSENCES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.Weeks;
import fr.cned.partenariats.enrollment.schooling.alert.AttendanceScenario;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Justified absences, and the alerts that they resolve. */
@EnrollmentIT
class AbsenceIT {

    private final AttendanceScenario scenario = new AttendanceScenario();

    @Test
    void justifiedHoursLowerTheExpectedHoursUntilTheyAreWithdrawn() {
        scenario.enrolledUnder("\"minWeeklyAttendanceHours\":25,");
        scenario.declare("15").then().statusCode(200);
        scenario.justify("EXAM", "7").then().statusCode(201);
        scenario.alerts("").then().body("items.state", contains("OPEN")).body("items.expectedHours", contains(18f));
        Response medical = scenario.justify("MEDICAL", "3.5");
        medical.then()
                .statusCode(201)
                .header("Location", equalTo(ABSENCES + "/" + medical.path("id")))
                .body("hours", equalTo(3.5f));
        scenario.alerts("").then().body("items.state", contains("RESOLVED"));

        withdraw(medical.path("id")).then().statusCode(200).body("withdrawalReason", equalTo("a mistake"));
        scenario.alerts("").then().body("items.state", contains("OPEN"));
        withdraw(medical.path("id")).then().spec(problem(409, "absence-withdrawn"));
        scenario.justify("MEDICAL", "4").then().statusCode(201);
        scenario.alerts("").then().body("items.state", contains("RESOLVED"));
        scenario.assertPublished("OPEN", "RESOLVED", "OPEN", "RESOLVED");
    }

    @Test
    void aWholeWeekCanBeJustifiedBeforeItsHoursAreDeclared() {
        scenario.enrolledUnder("\"minWeeklyAttendanceHours\":25,");
        scenario.justify("INTERNSHIP", null).then().statusCode(201).body("hours", equalTo(null));
        scenario.declare("0")
                .then()
                .body("entries[0].expectedHours", equalTo(0))
                .body("entries[0].belowThreshold", equalTo(false));
        scenario.alerts("").then().body("items", hasSize(0));
    }

    @Test
    void aSecondAbsenceWithTheSameReasonIsRefusedAndNamesTheFirst() {
        scenario.enrolledUnder("\"minWeeklyAttendanceHours\":25,");
        String id = scenario.justify("EXAM", "3").path("id");
        scenario.justify("EXAM", "4")
                .then()
                .spec(problem(409, "absence-justified-before"))
                .body("existingId", equalTo(id));
        scenario.justify("FAMILY", "4").then().statusCode(201);
        Api.as(scenario.world.token())
                .get(ABSENCES + "?enrollmentId=" + scenario.enrollment + "&week=" + scenario.week)
                .then()
                .body("items.reason", contains("EXAM", "FAMILY"));
        Api.as(scenario.world.token())
                .get(ABSENCES + "/" + id)
                .then()
                .statusCode(200)
                .body("week", equalTo(scenario.week));
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
    void anInvalidFieldIsNamed(String valid, String invalid, String pointer, String code) {
        scenario.enrolledUnder("");
        String body = scenario.absence("EXAM", "3");
        assertThat(body).contains(valid);
        Api.as(scenario.world.token())
                .body(body.replace(valid, invalid))
                .post(ABSENCES)
                .then()
                .spec(invalid(pointer, code));
        Api.as(scenario.world.token()).get(ABSENCES).then().body("items", hasSize(0));
    }

    @Test
    void theWeekLiesInTheOfferingAndMayBeInTheFuture() {
        scenario.enrolledUnder("");
        Api.as(scenario.world.token())
                .body(scenario.absence("EXAM", "3").replace(scenario.week, Weeks.ago(6)))
                .post(ABSENCES)
                .then()
                .spec(problem(409, "week-outside-offering"))
                .body("errors.pointer", contains("/enrollmentId"));
        Api.as(scenario.world.token())
                .body(scenario.absence("EXAM", "3").replace(scenario.week, Weeks.ago(-2)))
                .post(ABSENCES)
                .then()
                .statusCode(201);
    }

    @Test
    void anAbsenceCountsOnceForAllEnrollmentsOfThePerson() {
        scenario.enrolledUnder("\"minWeeklyAttendanceHours\":25,");
        AttendanceScenario other =
                AttendanceScenario.second(scenario, scenario.student(), "\"minWeeklyAttendanceHours\":25,", false);
        String absence = other.justify("EXAM", "3").path("id");

        scenario.declare("21")
                .then()
                .body("entries[0].expectedHours", equalTo(22f))
                .body("entries[0].belowThreshold", equalTo(true));
        scenario.justify("EXAM", "3")
                .then()
                .spec(problem(409, "absence-justified-before"))
                .body("existingId", equalTo(absence));
        scenario.justify("MEDICAL", "1").then().statusCode(201);
        scenario.alerts("").then().body("items.state", contains("RESOLVED"));
    }

    @Test
    void theAbsencesOfAnotherPartnerAreNotFound() {
        scenario.enrolledUnder("\"minWeeklyAttendanceHours\":25,");
        String path = ABSENCES + "/" + scenario.justify("EXAM", "3").path("id");
        String stranger = Tokens.partner(UUID.randomUUID());

        Api.as(stranger).get(path).then().spec(problem(404, "not-found"));
        Api.as(stranger)
                .get(ABSENCES + "?enrollmentId=" + scenario.enrollment)
                .then()
                .body("items", hasSize(0));
        Api.as(stranger)
                .body("{\"reason\":\"x\"}")
                .post(path + "/withdrawal")
                .then()
                .spec(problem(404, "not-found"));
        Api.as(stranger)
                .body(scenario.absence("FAMILY", "3"))
                .post(ABSENCES)
                .then()
                .spec(problem(404, "not-found"));
        Api.as(scenario.world.token()).get(path).then().statusCode(200).header("ETag", equalTo("\"0\""));
    }

    private Response withdraw(String absence) {
        return Api.as(scenario.world.token())
                .body("{\"reason\":\"a mistake\"}")
                .post(ABSENCES + "/" + absence + "/withdrawal");
    }
}
