package fr.cned.partenariats.enrollment;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.testing.Api;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An id that its owner gave a moment ago is not "unknown". */
@EnrollmentIT
class NotYetPropagatedIT {

    private final World world = World.published();

    private String request(String field, Object id) {
        String request = world.request();
        return request.contains('"' + field + '"')
                ? request.replaceFirst('"' + field + "\":\"[0-9a-f-]+", '"' + field + "\":\"" + id)
                : request.replaceFirst("\\{", "{\"" + field + "\":\"" + id + "\",");
    }

    @ParameterizedTest
    @ValueSource(strings = {"agreementId", "offeringId", "siteId"})
    void aReferenceToANewObjectIsRefusedForARetry(String field) {
        for (String path : new String[] {"/v1/enrollments", "/v1/eligibility-checks"}) {
            Api.as(world.token())
                    .header("Idempotency-Key", UUID.randomUUID().toString())
                    .body(request(field, Ids.next()))
                    .post(path)
                    .then()
                    .spec(problem(409, "not-yet-propagated"))
                    .header("Retry-After", "1")
                    .body("errors.pointer", hasItem("/" + field));
        }
    }

    @ParameterizedTest
    @CsvSource({"agreementId, 404, not-found", "offeringId, 404, not-found", "siteId, 409, site-not-of-partner"})
    void aReferenceToAnUnknownObjectIsRefusedAsBefore(String field, int status, String code) {
        Api.as(world.token())
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(request(field, UUID.randomUUID()))
                .post("/v1/enrollments")
                .then()
                .spec(problem(status, code));
    }

    /** The rows of the chunk are registered together, or each alone when the offering stays unknown. */
    @Test
    void aSmallFileWithANewOfferingStaysOpen() {
        String row = "{\"offeringId\":\"%s\",\"student\":%s}";
        world.importing(row.formatted(world.offering, World.student()), row.formatted(Ids.next(), World.student()))
                .then()
                .statusCode(202)
                .body("counts.pending", is(2));
    }

    /** The agreement was signed at its owner a moment ago; the copy here is older. */
    @Test
    void aCallerReadsItsOwnWrite() {
        String next = "agreement/" + world.agreement + '=' + (world.revision + 1);
        Api.as(world.token())
                .header("If-Revision-At-Least", next)
                .get("/v1/enrollments")
                .then()
                .spec(problem(409, "not-yet-propagated"));
        world.publishAgain();
        Api.as(world.token())
                .header("If-Revision-At-Least", next + ", offering/" + world.offering + '=' + world.revision)
                .get("/v1/enrollments")
                .then()
                .statusCode(200);
    }
}
