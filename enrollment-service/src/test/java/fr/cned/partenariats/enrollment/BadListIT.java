package fr.cned.partenariats.enrollment;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid parameters of lists. */
@EnrollmentIT
class BadListIT {

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit-out-of-range",
        "limit=101, limit-out-of-range",
        "limit=many, invalid-parameter",
        "cursor=broken, invalid-cursor",
        "cursor=e30, invalid-cursor",
        "name=x, unknown-parameter"
    })
    void anInvalidPageParameter(String query, String code) {
        officer().get("/v1/enrollments?" + query).then().spec(problem(400, code));
        officer().get("/v1/students?" + query).then().spec(problem(400, code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=LOST",
                "situation=RICH",
                "trainingId=x",
                "studentId=x",
                "agreementId=x",
                "offeringId=7",
                "partnerId="
            })
    void anInvalidFilter(String query) {
        officer().get("/v1/enrollments?" + query).then().spec(problem(400, "invalid-parameter"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/enrollments?academicYear=",
                "/v1/enrollments?reference=",
                "/v1/students?ine=",
                "/v1/students?reference=",
                "/v1/attendance?week="
            })
    void anEmptyFilterIsRefused(String path) {
        officer().get(path).then().spec(problem(400, "invalid-parameter"));
    }

    @Test
    void aFilterIsAsLongAsTheContractSays() {
        officer().queryParam("ine", "1".repeat(20)).get("/v1/students").then().statusCode(200);
        officer().queryParam("ine", "1".repeat(21)).get("/v1/students").then().spec(problem(400, "invalid-request"));
    }

    @ParameterizedTest
    @CsvSource({"week=2025-W53, no-such-week", "week=9999-W52, invalid-parameter", "week=a%0Ab, invalid-text"})
    void anInvalidWeek(String query, String code) {
        officer()
                .urlEncodingEnabled(false)
                .get("/v1/attendance?" + query)
                .then()
                .spec(problem(400, code));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/enrollments, id=00000000-0000-7000-8000-000000000001, 100",
        "/v1/enrollments, reference=E-1, 100",
        "/v1/students, id=00000000-0000-7000-8000-000000000001, 100",
        "/v1/statistics, agreementId=00000000-0000-7000-8000-000000000001, 50"
    })
    void tooManyValues(String path, String filter, int most) {
        officer().get(path + "?" + (filter + '&').repeat(most)).then().statusCode(200);
        officer().get(path + "?" + (filter + '&').repeat(most + 1)).then().spec(problem(400, "invalid-request"));
    }

    /** A year that does not exist selects nothing: a mistake, and not an empty list. */
    @ParameterizedTest
    @ValueSource(strings = {"academicYear=2026", "academicYear=2026-2028"})
    void anImpossibleValueOfAFilter(String query) {
        officer().get("/v1/enrollments?" + query).then().spec(problem(400, "invalid-request"));
        officer().get("/v1/site-occupancies?" + query).then().spec(problem(400, "invalid-request"));
    }

    @ParameterizedTest
    @CsvSource({"/v1/enrollments, /reference/0", "/v1/students, /reference"})
    void anImpossibleReference(String path, String pointer) {
        officer()
                .queryParam("reference", " E-1")
                .get(path)
                .then()
                .spec(problem(400, "invalid-request"))
                .body("errors[0].code", equalTo("invalid-reference"))
                .body("errors[0].pointer", equalTo(pointer));
    }

    @Test
    void aCursorOfAnotherFilter() {
        World world = World.published();
        world.enrolled();
        world.enrolled();
        String cursor = Api.as(world.token()).get("/v1/enrollments?limit=1").path("next");
        assertThat(cursor).isNotBlank();
        Api.as(world.token())
                .get("/v1/enrollments?limit=1&cursor=" + cursor)
                .then()
                .statusCode(200);
        Api.as(world.token())
                .get("/v1/enrollments?limit=1&state=CONFIRMED&cursor=" + cursor)
                .then()
                .spec(problem(400, "invalid-cursor"));
    }

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole("enrollment-officer"));
    }
}
