package fr.cned.partenariats.enrollment.student;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A correction of a student is no way to a second live enrollment of one person on an offering. */
@EnrollmentIT
class SecondIdentityIT {

    private static final String IDENTITY = """
            {"familyName":"Le Goff","givenNames":"Maelle","birthDate":"2004-02-29","birthPlace":"Brest"%s}""";

    private final World world = World.published();

    @Test
    void aStudentDoesNotBecomeASecondPersonOnTheOffering() {
        String first = enrolled("").path("id");
        String second = world.enrolled();

        correct(second, IDENTITY.formatted(""))
                .then()
                .spec(problem(409, "already-enrolled"))
                .body("existingId", equalTo(first));

        Api.as(world.token())
                .body("{\"reason\":\"changed plans\"}")
                .post("/v1/enrollments/" + first + "/cancellation")
                .then()
                .statusCode(200);
        correct(second, IDENTITY.formatted("")).then().statusCode(200);
    }

    @Test
    void anotherIneOrAnotherOfferingIsNoConflict() {
        enrolled(",\"ine\":\"" + World.ine() + "\"");
        World other = World.sharingPartnerOf(world).publish();
        String elsewhere = other.enrolled();
        correct(elsewhere, IDENTITY.formatted("")).then().statusCode(200);

        String second = world.enrolled();
        correct(second, IDENTITY.formatted(",\"ine\":\"" + World.ine() + "\""))
                .then()
                .statusCode(200);
        correct(second, "{\"ine\":null}").then().spec(problem(409, "already-enrolled"));
    }

    @Test
    void ofACorrectionAndARegistrationAtTheSameTimeOneIsAccepted() {
        for (int i = 0; i < 5; i++) {
            World race = World.published();
            String second = race.enrolled();
            List<CompletableFuture<Integer>> both = Stream.of(
                            CompletableFuture.supplyAsync(() -> correct(race, second, IDENTITY.formatted(""))
                                    .statusCode()),
                            CompletableFuture.supplyAsync(
                                    () -> enrolled(race, "").statusCode()))
                    .toList();

            assertThat(both.stream().map(CompletableFuture::join).filter(status -> status < 300))
                    .hasSize(1);
        }
    }

    /** The trigger sees what concurrent requests have registered. A batch has judged its own rows, and stores them in another order. */
    @Test
    void aSecondIdentityIsStoredOnlyAsAnotherPerson() {
        String first = enrolled("").path("id");
        String second = world.enroll(
                        "{\"agreementId\":\"%s\",\"offeringId\":\"%s\",\"distinctPerson\":true,\"student\":%s}"
                                .formatted(world.agreement, world.offering, IDENTITY.formatted("")))
                .path("id");
        try {
            copyTo(UUID.randomUUID(), first, second, "distinct_person");
            copyTo(UUID.randomUUID(), first, second, "distinct_person desc");
            UUID offering = UUID.randomUUID();
            copyTo(offering, first, first, "id");
            copyTo(offering, second, second, "id");
            UUID reversed = UUID.randomUUID();
            copyTo(reversed, second, second, "id");
            assertThatThrownBy(() -> copyTo(reversed, first, first, "id"))
                    .hasStackTraceContaining("a student with the same identity has a live enrollment on the offering");
        } finally {
            World.execute("delete from enrollment where academic_year = '2001-2002'");
        }
    }

    private static void copyTo(UUID offering, String one, String other, String order) {
        World.execute("""
                insert into enrollment (id, version, student_id, partner_id, agreement_id, offering_id, training_id,
                  academic_year, seat_id, state, fundings, history, registered_at, changed_at, person_id, distinct_person)
                select gen_random_uuid(), 0, student_id, partner_id, agreement_id, ?, training_id, '2001-2002', seat_id, state,
                  fundings, history, registered_at, changed_at, person_id, distinct_person
                from enrollment where id in (?, ?) order by\s""" + order, offering, UUID.fromString(one), UUID.fromString(other));
    }

    private Response enrolled(String more) {
        Response enrolled = enrolled(world, more);
        enrolled.then().statusCode(201);
        return enrolled;
    }

    private static Response enrolled(World world, String more) {
        return world.enroll("{\"agreementId\":\"%s\",\"offeringId\":\"%s\",\"student\":%s}"
                .formatted(world.agreement, world.offering, IDENTITY.formatted(more)));
    }

    private Response correct(String enrollment, String patch) {
        return correct(world, enrollment, patch);
    }

    private static Response correct(World world, String enrollment, String patch) {
        String path = "/v1/students/"
                + Api.as(world.token()).get("/v1/enrollments/" + enrollment).<String>path("studentId");
        return Api.as(world.token())
                .contentType("application/merge-patch+json")
                .header("If-Match", Api.as(world.token()).get(path).header("ETag"))
                .body(patch)
                .patch(path);
    }
}
