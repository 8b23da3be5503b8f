package fr.cned.partenariats.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.IfMatchOperations;
import fr.cned.partenariats.commons.testing.Problems;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.enrollment.ScheduledChanges;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

/** The operations that require {@code If-Match}. */
@EnrollmentIT
class IfMatchIT {

    @Test
    void theContractMarksTheOperationsThatRequireIfMatch() {
        assertThat(IfMatchOperations.operations())
                .containsExactly(
                        "PATCH /v1/apprenticeship-contracts/{id}",
                        "PATCH /v1/enrollments/{id}",
                        "PATCH /v1/students/{id}",
                        "POST /v1/enrollments/{id}/result-correction");
    }

    @Test
    void withoutIfMatchTheAnswerIs428() {
        World centre = new World();
        centre.partnerKind = "APPRENTICE_TRAINING_CENTRE";
        centre.publish();
        World world = Weeks.started();
        world.apprenticeship = true;
        world.publish();
        String enrollment = world.enroll(
                        world.request().replace("\"birthPlace\"", "\"situation\":{\"apprentice\":true},\"birthPlace\""))
                .path("id");
        ScheduledChanges.run();
        String contract = officer()
                .body("""
                        {"enrollmentId":"%s","employerSiret":"73282932000074","startsOn":"2026-09-01","endsOn":"2028-08-31",
                         "trainingCentreId":"%s"}""".formatted(enrollment, centre.partner))
                .post("/v1/apprenticeship-contracts")
                .path("id");

        refused("/v1/apprenticeship-contracts/" + contract);
        refused("/v1/enrollments/" + enrollment);
        refused("/v1/students/" + world.registeredStudent());
        officer()
                .body("{\"reason\":\"typo\",\"result\":{\"state\":\"FAILED\"}}")
                .post("/v1/enrollments/" + enrollment + "/result-correction")
                .then()
                .spec(Problems.problem(428, "missing-if-match"));
    }

    private static void refused(String path) {
        officer()
                .contentType("application/merge-patch+json")
                .body("{}")
                .patch(path)
                .then()
                .spec(Problems.problem(428, "missing-if-match"));
    }

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole("enrollment-officer"));
    }
}
