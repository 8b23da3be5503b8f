package fr.cned.partenariats.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

/** Every read of a single resource has its revision as ETag, and answers 304 while the resource does not change. */
@EnrollmentIT
class ConditionalReadIT {

    private static final String[] PATHS = {
        "/v1/enrollments/{id}",
        "/v1/students/{id}",
        "/v1/enrollments/{enrollmentId}/adaptations/{id}",
        "/v1/apprenticeship-contracts/{id}",
        "/v1/attendance/absences/{id}",
        "/v1/attendance/alerts/{id}",
        "/v1/attendance/site-closures/{id}"
    };

    @Test
    void theRevisionIsTheEntityTagAndAKnownTagAnswers304() {
        PartnersObjects objects = PartnersObjects.of(World.published());
        for (String path : PATHS) {
            String address = objects.address(path);
            Response read = officer().get(address);
            read.then().statusCode(200);
            String tag = read.header("ETag");
            assertThat(tag).as(path).isEqualTo("\"" + read.path("revision") + "\"");

            officer()
                    .header("If-None-Match", tag)
                    .get(address)
                    .then()
                    .statusCode(304)
                    .header("ETag", tag)
                    .body(emptyString());
            officer().header("If-None-Match", "\"99\"").get(address).then().statusCode(200);
        }
    }

    @Test
    void aChangeGivesANewTag() {
        PartnersObjects objects = PartnersObjects.of(World.published());
        String address = objects.address("/v1/enrollments/{id}");
        String before = officer().get(address).header("ETag");

        String changed = officer()
                .body("{\"reason\":\"moved away\"}")
                .post(address + "/cancellation")
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");

        assertThat(changed).isNotEqualTo(before);
        officer()
                .header("If-None-Match", before)
                .get(address)
                .then()
                .statusCode(200)
                .header("ETag", changed);
    }

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole("enrollment-officer"));
    }
}
