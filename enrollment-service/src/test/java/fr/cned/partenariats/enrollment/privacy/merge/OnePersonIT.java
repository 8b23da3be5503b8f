package fr.cned.partenariats.enrollment.privacy.merge;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.OpenTransaction;
import fr.cned.partenariats.enrollment.Weeks;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.enrollment.ScheduledChanges;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits, export and erasure of one person with one registration or with two merged ones. */
@EnrollmentIT
class OnePersonIT {

    private final String week = Weeks.ago(1);
    private final World first = world();
    private final World second = world();
    private World centre;
    private String student;
    private String alias;
    private String enrollment;
    private String enrollmentOfAlias;

    private static World world() {
        World world = Weeks.started();
        world.apprenticeship = true;
        world.adaptations = "[\"EXAM_ELSEWHERE\"]";
        world.agreementMore = "\"minWeeklyAttendanceHours\":25,";
        return world;
    }

    @BeforeEach
    void enrollOnePersonAtTwoPartners() {
        centre = new World();
        centre.partnerKind = "APPRENTICE_TRAINING_CENTRE";
        centre.publish();
        first.publish();
        second.publish();
        enrollment = enrolled(first);
        enrollmentOfAlias = enrolled(second);
        student = Api.as(first.token()).get("/v1/enrollments/" + enrollment).path("studentId");
        alias = Api.as(second.token())
                .get("/v1/enrollments/" + enrollmentOfAlias)
                .path("studentId");
        ScheduledChanges.run();
        Weeks.activeForLong(enrollment);
    }

    @Test
    void mergedRegistrationsShareWeeklyHoursAndContractDays() {
        declare(first, enrollment, "100").then().statusCode(200);
        String contract = contract(first, enrollment).path("id");
        merge();

        declare(second, enrollmentOfAlias, "69").then().spec(problem(409, "ask-an-officer"));
        declare(second, enrollmentOfAlias, "68").then().statusCode(200);
        contract(second, enrollmentOfAlias).then().spec(problem(409, "ask-an-officer"));
        contract(officer(), enrollmentOfAlias)
                .then()
                .spec(problem(409, "contract-overlap"))
                .body("existingId", equalTo(contract));
    }

    @Test
    void registrationsWithoutAMergeAreTwoPersons() {
        declare(first, enrollment, "100").then().statusCode(200);
        declare(second, enrollmentOfAlias, "100").then().statusCode(200);
        contract(first, enrollment).then().statusCode(201);
        contract(second, enrollmentOfAlias).then().statusCode(201);
    }

    @Test
    void overlappingContractsPreventAMerge() {
        String one = contract(first, enrollment).path("id");
        String other = contract(second, enrollmentOfAlias).path("id");

        merging()
                .then()
                .spec(problem(409, "apprenticeships-overlap"))
                .body("errors.pointer", contains("/mergedStudentId"))
                .body("contractIds", contains(one, other));
        correct(second, other, "{\"startsOn\":\"2028-09-01\",\"endsOn\":\"2029-08-31\"}")
                .then()
                .statusCode(200);
        merge();
    }

    @Test
    void onlyTheDatesOfOverlappingContractsCannotBeCorrected() {
        contract(first, enrollment).then().statusCode(201);
        String contract = contract(second, enrollmentOfAlias).path("id");
        World.execute(
                "update enrollment set person_id = ? where id = ?",
                UUID.fromString(student),
                UUID.fromString(enrollmentOfAlias));

        correct(second, contract, "{\"endsOn\":\"2028-08-30\"}").then().spec(problem(409, "ask-an-officer"));
        correct(second, contract, "{\"employerSiret\":\"35600000049837\"}")
                .then()
                .statusCode(200);
    }

    @Test
    void aContractThatWaitsForAMergeIsCheckedAgainstTheOtherRegistration() throws Exception {
        contract(first, enrollment).then().statusCode(201);

        try (OpenTransaction merge = openMerge()) {
            var registering = CompletableFuture.supplyAsync(() -> contract(second, enrollmentOfAlias));
            merge.awaitWaiting();
            merge.commit();

            registering.get().then().spec(problem(409, "ask-an-officer"));
        }
    }

    @Test
    void hoursThatWaitForAMergeAreDeclared() throws Exception {
        try (OpenTransaction merge = openMerge()) {
            var declaring = CompletableFuture.supplyAsync(() -> declare(second, enrollmentOfAlias, "10"));
            merge.awaitWaiting();
            merge.commit();

            declaring.get().then().statusCode(200);
        }
    }

    @Test
    void hoursThatWaitForAMergeThenWaitForTheSurvivor() throws Exception {
        try (OpenTransaction merge = openMerge();
                OpenTransaction otherHours = new OpenTransaction()
                        .execute("select id from student where id = ? for no key update", UUID.fromString(student))) {
            var declaring = CompletableFuture.supplyAsync(() -> declare(second, enrollmentOfAlias, "10"));
            merge.awaitWaiting();
            merge.commit();
            otherHours.awaitWaiting();
            otherHours.commit();

            declaring.get().then().statusCode(200);
        }
    }

    private OpenTransaction openMerge() throws SQLException {
        return new OpenTransaction()
                .execute(
                        "update student set merged_into = ? where id = ?",
                        UUID.fromString(student),
                        UUID.fromString(alias))
                .execute(
                        "update enrollment set person_id = ? where student_id = ?",
                        UUID.fromString(student),
                        UUID.fromString(alias));
    }

    @Test
    void theExportContainsAllFeaturesAndTheErasureKeepsHoursOnly() {
        declare(first, enrollment, "10").then().statusCode(200);
        String contract = contract(first, enrollment).path("id");
        Response adapted =
                officer().body("{\"code\":\"EXAM_ELSEWHERE\"}").post("/v1/enrollments/" + enrollment + "/adaptations");
        adapted.then().statusCode(201);
        String absence = Api.as(first.token())
                .body("{\"enrollmentId\":\"%s\",\"week\":\"%s\",\"reason\":\"MEDICAL\",\"hours\":2}"
                        .formatted(enrollment, week))
                .post("/v1/attendance/absences")
                .path("id");

        Api.as(first.token())
                .get("/v1/students/" + student + "/export")
                .then()
                .statusCode(200)
                .body("sections.adaptations.id", contains(adapted.<String>path("id")))
                .body("sections.apprenticeshipContracts.id", contains(contract))
                .body("sections.absences.id", contains(absence))
                .body("sections.attendance.hours", contains(10f))
                .body("sections.attendanceAlerts.state", contains("OPEN"));

        Api.as(first.token())
                .body("{\"reason\":\"work\"}")
                .post("/v1/enrollments/" + enrollment + "/withdrawal")
                .then()
                .statusCode(200);
        officer()
                .post("/v1/students/" + student + "/erasure")
                .then()
                .statusCode(200)
                .body("purged.adaptations", is(1))
                .body("purged.apprenticeshipContracts", is(1))
                .body("purged.absences", is(1))
                .body("purged.attendance", is(0));
        officer().get("/v1/apprenticeship-contracts/" + contract).then().spec(problem(404, "not-found"));
        officer().get("/v1/attendance/absences/" + absence).then().spec(problem(404, "not-found"));
        officer()
                .get("/v1/attendance?enrollmentId=" + enrollment)
                .then()
                .body("items.hours", contains(10f))
                .body("next", nullValue());
    }

    private static String enrolled(World world) {
        Response enrolled = world.enroll(world.request()
                .replace(
                        "\"birthPlace\"",
                        "\"situation\":{\"apprentice\":true,\"highLevelAthlete\":true},\"birthPlace\""));
        enrolled.then().statusCode(201);
        return enrolled.path("id");
    }

    private void merge() {
        merging().then().statusCode(201);
    }

    private Response merging() {
        return officer()
                .body("{\"mergedStudentId\":\"" + alias + "\",\"reason\":\"same person\"}")
                .post("/v1/students/" + student + "/merges");
    }

    private static Response correct(World world, String contract, String patch) {
        return Api.as(world.token())
                .contentType("application/merge-patch+json")
                .header("If-Match", "\"0\"")
                .body(patch)
                .patch("/v1/apprenticeship-contracts/" + contract);
    }

    private Response declare(World world, String of, String hours) {
        return Api.as(world.token())
                .body("{\"siteId\":\"%s\",\"week\":\"%s\",\"entries\":[{\"enrollmentId\":\"%s\",\"hours\":%s}]}"
                        .formatted(world.site, week, of, hours))
                .post("/v1/attendance");
    }

    private Response contract(World world, String of) {
        return contract(Api.as(world.token()), of);
    }

    private Response contract(RequestSpecification caller, String of) {
        return caller.body("""
                        {"enrollmentId":"%s","employerSiret":"73282932000074","startsOn":"2026-09-01","endsOn":"2028-08-31",
                         "trainingCentreId":"%s"}""".formatted(of, centre.partner)).post("/v1/apprenticeship-contracts");
    }

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole("enrollment-officer"));
    }
}
