package fr.cned.partenariats.enrollment.privacy.merge;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.OpenTransaction;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.statistics.CountedStatistics;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Merges of two registrations of one person by two partners. */
@EnrollmentIT
class MergeIT {

    private final World first = new World();
    private final World second = new World();
    private String survivor;
    private String alias;
    private String enrollmentOfSurvivor;
    private String enrollmentOfAlias;

    @BeforeEach
    void enrollBothRegistrations() {
        first.publish();
        second.publish();
        String ine = World.ine();
        survivor = registered(first, ine);
        alias = registered(second, ine);
        enrollmentOfSurvivor = enroll(first, survivor).path("id");
        enrollmentOfAlias = enroll(second, alias).path("id");
    }

    @Test
    void theEnrollmentsMoveToTheSurvivor() {
        merge().then()
                .statusCode(201)
                .body("survivorId", equalTo(survivor))
                .body("mergedStudentId", equalTo(alias))
                .body("movedEnrollments", is(1))
                .body("undoneAt", nullValue());

        officer()
                .get("/v1/enrollments?studentId=" + survivor)
                .then()
                .body("items.id", containsInAnyOrder(enrollmentOfSurvivor, enrollmentOfAlias))
                .body("items.studentId", contains(survivor, survivor));
        officer().get("/v1/enrollments?studentId=" + alias).then().body("items", hasSize(2));
        officer().get("/v1/students/" + alias).then().statusCode(200).body("mergedInto", equalTo(survivor));
        officer().get("/v1/students/" + survivor).then().body("mergedInto", nullValue());
        officer().get("/v1/students/" + survivor + "/merges").then().body("items.mergedStudentId", contains(alias));
        officer().get("/v1/students/" + alias + "/merges").then().body("items.survivorId", contains(survivor));
        await().untilAsserted(() -> assertThat(TestTopics.read("enrollment.enrollments.v1", enrollmentOfAlias))
                .last()
                .satisfies(event -> assertThat(event.value()).contains(survivor)));
    }

    @Test
    void eachPartnerSeesItsOwnRegistrationOnly() {
        merge();

        Response read = Api.as(second.token()).get("/v1/students/" + alias);
        read.then().statusCode(200).body("id", equalTo(alias)).body("mergedInto", nullValue());
        assertThat(read.asString()).doesNotContain(survivor);
        Response enrollment = Api.as(second.token()).get("/v1/enrollments/" + enrollmentOfAlias);
        enrollment.then().statusCode(200).body("studentId", equalTo(alias));
        assertThat(enrollment.asString()).doesNotContain(survivor);
        Api.as(second.token())
                .get("/v1/enrollments?studentId=" + alias)
                .then()
                .body("items.id", contains(enrollmentOfAlias));
        Api.as(second.token()).get("/v1/students/" + survivor).then().spec(problem(404, "not-found"));
        Api.as(second.token())
                .get("/v1/enrollments?studentId=" + survivor)
                .then()
                .body("items", empty());
        Api.as(first.token())
                .get("/v1/enrollments?studentId=" + survivor)
                .then()
                .body("items.id", contains(enrollmentOfSurvivor));
        Api.as(first.token()).get("/v1/students/" + alias).then().spec(problem(404, "not-found"));
    }

    @Test
    void onlyOfficersAndItsPartnerSeeAPreviousEnrollment() {
        World third = World.sharingPartnerOf(second).publish();
        merge();
        String continued = officer()
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body("""
                        {"agreementId":"%s","offeringId":"%s","studentId":"%s","previousEnrollmentId":"%s"}""".formatted(third.agreement, third.offering, alias, enrollmentOfSurvivor))
                .post("/v1/enrollments")
                .path("id");

        officer()
                .get("/v1/enrollments/" + continued)
                .then()
                .body("previousEnrollmentId", equalTo(enrollmentOfSurvivor));
        Api.as(third.token())
                .get("/v1/enrollments/" + continued)
                .then()
                .statusCode(200)
                .body("previousEnrollmentId", nullValue());
    }

    @Test
    void aMergedRegistrationIsNoPossibleDuplicate() {
        officer()
                .get("/v1/students/" + survivor + "/possible-duplicates")
                .then()
                .body("items.student.id", contains(alias));
        merge();

        officer()
                .get("/v1/students/" + survivor + "/possible-duplicates")
                .then()
                .body("items", empty());
    }

    @Test
    void anAliasIsEnrolledAsTheSamePerson() {
        World third = World.sharingPartnerOf(second).publish();
        merge();

        enroll(third, alias).then().statusCode(201).body("studentId", equalTo(alias));
        enroll(second, alias).then().spec(problem(409, "already-enrolled"));
        String here = registered(second, null);
        merge(survivor, here, "\"same\"").then().statusCode(201);
        enroll(third, here).then().spec(problem(409, "already-enrolled"));
    }

    @Test
    void anUndoReturnsOldAndNewEnrollmentsOfTheAlias() {
        String merge = merge().path("id");
        String laterOfAlias =
                enroll(World.sharingPartnerOf(second).publish(), alias).path("id");
        String laterOfSurvivor =
                enroll(World.sharingPartnerOf(first).publish(), survivor).path("id");

        undo(merge, "{\"reason\":\"twins\"}")
                .then()
                .statusCode(200)
                .body("returnedEnrollments", is(2))
                .body("undoReason", equalTo("twins"));

        officer()
                .get("/v1/enrollments?studentId=" + survivor)
                .then()
                .body("items.id", containsInAnyOrder(enrollmentOfSurvivor, laterOfSurvivor));
        officer()
                .get("/v1/enrollments?studentId=" + alias)
                .then()
                .body("items.id", containsInAnyOrder(enrollmentOfAlias, laterOfAlias))
                .body("items.studentId", contains(alias, alias));
        officer().get("/v1/students/" + alias).then().body("mergedInto", nullValue());
        officer()
                .get("/v1/students/" + survivor + "/possible-duplicates")
                .then()
                .body("items.student.id", contains(alias));
        undo(merge, "{\"reason\":\"again\"}").then().spec(problem(409, "merge-undone"));
        merge().then().statusCode(201).body("movedEnrollments", is(2));
    }

    @Test
    void twoLiveEnrollmentsOnOneOfferingPreventAMerge() {
        World shared = World.sharingPartnerOf(first);
        shared.publish();
        String other = registered(first, null);
        String kept = enroll(shared, survivor).path("id");
        String twice = enroll(shared, other).path("id");

        merge(survivor, other, "\"same person\"")
                .then()
                .spec(problem(409, "live-enrollments-overlap"))
                .body("errors.pointer", contains("/mergedStudentId"))
                .body("enrollmentIds", contains(twice));

        Api.as(first.token()).body("{\"reason\":\"twice\"}").post("/v1/enrollments/" + kept + "/cancellation");
        merge(survivor, other, "\"same person\"").then().statusCode(201);
        assertThat(shared.place()).containsEntry("used", 1L);
    }

    @Test
    void aliasesAndEqualStudentsAreNotMerged() {
        merge(survivor, survivor, null)
                .then()
                .spec(problem(409, "merge-with-itself"))
                .body("errors.pointer", contains("/mergedStudentId"));
        merge(survivor, UUID.randomUUID().toString(), null).then().spec(problem(404, "not-found"));
        merge(UUID.randomUUID().toString(), alias, null).then().spec(problem(404, "not-found"));
        merge().then().statusCode(201);
        merge().then().spec(problem(409, "student-is-alias")).body("survivorId", equalTo(survivor));
        String third = registered(new World(), null);
        merge(alias, third, "\"same\"").then().spec(problem(409, "student-is-alias"));
        merge(third, survivor, "\"same\"").then().spec(problem(409, "student-has-aliases"));
        merge(survivor, third, "\"same\"").then().statusCode(201);
    }

    @Test
    void theListOfMergesMayBeEmptyAndNeedsAStudent() {
        officer()
                .get("/v1/students/" + survivor + "/merges")
                .then()
                .statusCode(200)
                .body("items", empty());
        officer().get("/v1/students/" + UUID.randomUUID() + "/merges").then().spec(problem(404, "not-found"));
    }

    @Test
    void aMergeOfStudentsThatAreNoDuplicatesNeedsAReason() {
        String other = registered(second, null);

        merge(survivor, other, null).then().spec(invalid("/reason", "merge-reason-required"));
        merge(survivor, other, "\"\"").then().spec(invalid("/reason", "out-of-range"));
        merge(survivor, other, "\"passport seen\"").then().statusCode(201).body("reason", equalTo("passport seen"));
    }

    @Test
    void anEnrollmentThatRacesWithAMergeBelongsToTheSurvivor() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 8; round++) {
                String one = registered(first, null);
                String other = registered(second, null);
                World third = World.sharingPartnerOf(second);
                third.publish();
                Callable<Integer> enrolling = () -> enroll(third, other).statusCode();
                Callable<Integer> merging = () -> merge(one, other, "\"same\"").statusCode();
                List<Future<Integer>> answers = pool.invokeAll(List.of(enrolling, merging));
                assertThat(answers.get(0).get()).isIn(201, 409);
                assertThat(answers.get(1).get()).isIn(201, 409);
                String person = answers.get(1).get() == 201 ? one : other;
                assertThat(World.number(
                                "select count(*) from enrollment where student_id = ? and person_id <> ?",
                                UUID.fromString(other),
                                UUID.fromString(person)))
                        .isZero();
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void aMergeThatLosesARaceWithAnEnrollmentOfAnAliasIsDecidedAgain() throws Exception {
        merge();
        World third = World.sharingPartnerOf(second).publish();
        String other = registered(third, null);
        enroll(third, other).then().statusCode(201);

        try (OpenTransaction enrolling = new OpenTransaction().enrollToo(enrollmentOfAlias, third.offering)) {
            var merging = CompletableFuture.supplyAsync(() -> merge(survivor, other, "\"same\""));
            enrolling.awaitWaiting();
            enrolling.commit();

            merging.get().then().spec(problem(409, "live-enrollments-overlap"));
        }
    }

    @Test
    void invalidFieldsAndUnknownMergesAreRefused() {
        officer()
                .body("{}")
                .post("/v1/students/" + survivor + "/merges")
                .then()
                .spec(invalid("/mergedStudentId", "required"));
        String merge = merge().path("id");
        undo(merge, "{\"reason\":\" \"}").then().spec(invalid("/reason", "required"));
        undo(UUID.randomUUID().toString(), "{\"reason\":\"x\"}").then().spec(problem(404, "not-found"));
        officer()
                .body("{\"reason\":\"x\"}")
                .post("/v1/students/" + alias + "/merges/" + merge + "/undoing")
                .then()
                .spec(problem(404, "not-found"));
    }

    @Test
    void statisticsCountMergedStudentsAsOne() {
        String of = "/v1/statistics?groupBy=partner&academicYear=2026-2027&partnerId=";
        merge();
        World third = World.sharingPartnerOf(first).publish();
        String again = registered(first, null);
        enroll(third, again);
        CountedStatistics.refresh();
        officer().get(of + first.partner).then().body("total.students", is(2)).body("total.enrollments", is(2));

        merge(survivor, again, "\"same\"");

        CountedStatistics.refresh();
        officer().get(of + first.partner).then().body("total.students", is(1)).body("total.enrollments", is(2));
        officer().get(of + second.partner).then().body("total.students", is(1));
    }

    private Response merge() {
        return merge(survivor, alias, null);
    }

    private static Response merge(String survivor, String merged, String reason) {
        String why = reason == null ? "" : ",\"reason\":" + reason;
        return officer()
                .body("{\"mergedStudentId\":\"" + merged + "\"" + why + "}")
                .post("/v1/students/" + survivor + "/merges");
    }

    private Response undo(String merge, String body) {
        return officer().body(body).post("/v1/students/" + survivor + "/merges/" + merge + "/undoing");
    }

    private static Response enroll(World world, String student) {
        return world.enroll("{\"agreementId\":\"%s\",\"offeringId\":\"%s\",\"studentId\":\"%s\"}"
                .formatted(world.agreement, world.offering, student));
    }

    private static String registered(World world, String ine) {
        String student = ine == null
                ? World.student()
                : World.student().replace("\"givenNames\"", "\"ine\":\"" + ine + "\",\"givenNames\"");
        return Api.as(world.token()).body(student).post("/v1/students").path("id");
    }

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole("enrollment-officer"));
    }
}
