package fr.cned.partenariats.enrollment.registration;

import static fr.cned.partenariats.commons.testing.Problems.invalid;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.OpenTransaction;
import fr.cned.partenariats.enrollment.Schemas;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** References that a partner gives to its students and enrollments. */
@EnrollmentIT
class ReferenceIT {

    private final World world = new World();
    /** Another agreement and offering of the same partner. Both agreements cover both offerings. */
    private final World elsewhere = World.sharingPartnerOf(world);

    @BeforeEach
    void publish() {
        world.publish();
        elsewhere.publish();
    }

    @Test
    void referencesAreShownInEveryViewAndInTheEvent() throws Exception {
        Response enrolled = world.enroll(request(world, "É-2026/01 a", newStudent("S 1")));

        enrolled.then().statusCode(201).body("reference", equalTo("É-2026/01 a"));
        String id = enrolled.path("id");
        String student = enrolled.path("studentId");
        partner().get("/v1/enrollments/" + id).then().body("reference", equalTo("É-2026/01 a"));
        partner().get("/v1/students/" + student).then().body("reference", equalTo("S 1"));
        partner()
                .get("/v1/students/" + student + "/export")
                .then()
                .body("sections.students.reference", contains("S 1"))
                .body("sections.enrollments.reference", contains("É-2026/01 a"));
        await().until(() -> !TestTopics.read("enrollment.enrollments.v1", id).isEmpty());
        assertThat(TestTopics.read("enrollment.enrollments.v1", id)).allSatisfy(event -> {
            assertThat(event.value()).contains("\"reference\":\"É-2026/01 a\"");
            assertThat(Schemas.faults("contract/events/enrollment-changed.v1", event.value()))
                    .isEmpty();
        });
    }

    @Test
    void aListFindsTheObjectWithAReferenceInTheScopeOfTheCaller() {
        World other = World.published();
        Response own = world.enroll(request(world, "L-1", newStudent("L-S")));
        Response foreign = other.enroll(request(other, "L-1", newStudent("L-S")));
        world.enroll(request(world, "L-2", newStudent("L-S2")));

        for (String kind : List.of("enrollments?reference=L-1", "students?reference=L-S")) {
            boolean students = kind.startsWith("students");
            String id = own.path(students ? "studentId" : "id");
            String foreignId = foreign.path(students ? "studentId" : "id");
            partner().get("/v1/" + kind).then().body("items.id", contains(id));
            partner().get("/v1/" + kind + "&partnerId=" + other.partner).then().body("items", empty());
            officer().get("/v1/" + kind + "&partnerId=" + other.partner).then().body("items.id", contains(foreignId));
            assertThat(officer().get("/v1/" + kind).<List<String>>path("items.id"))
                    .contains(id, foreignId);
        }
        partner().get("/v1/enrollments?reference=L-3").then().statusCode(200).body("items", empty());
        partner()
                .get("/v1/enrollments?reference=L-2&reference=L-3&reference=L-1")
                .then()
                .body("items.reference", contains("L-1", "L-2"));
        officer()
                .get("/v1/students?partnerId=" + world.partner)
                .then()
                .body("items.reference", containsInAnyOrder("L-S", "L-S2"));
    }

    @Test
    void aSecondRegistrationWithAReferenceGetsTheIdOfTheFirst() {
        String first = world.enroll(request(world, "E-1", newStudent("S-1"))).path("id");
        String again = request(elsewhere, "E-1", newStudent("S-2"));

        elsewhere
                .enroll(again)
                .then()
                .spec(problem(409, "reference-already-used"))
                .body("existingId", equalTo(first))
                .body("reference", equalTo("E-1"))
                .body("errors.pointer", contains("/reference"));
        partner()
                .body(again)
                .post("/v1/eligibility-checks")
                .then()
                .body("eligible", is(false))
                .body("blocking.code", contains("reference-already-used"))
                .body("blocking.pointer", contains("/reference"))
                .body("existingId", equalTo(first));
        elsewhere
                .importing(row(again))
                .then()
                .body("counts.accepted", is(0))
                .body("rows[0].reference", equalTo("E-1"))
                .body("rows[0].errors.code", contains("reference-already-used"))
                .body("rows[0].errors.column", contains("reference"))
                .body("rows[0].existingId", equalTo(first));
        partner().get("/v1/students?reference=S-2").then().body("items", empty());
        World other = World.published();
        other.enroll(request(other, "E-1", newStudent("S-1"))).then().statusCode(201);
    }

    /** Faults that end the reading of a value, and violated constraints. */
    @ParameterizedTest
    @CsvSource({"2005-02-29, no-such-day", "2999-01-01, invalid-birth-date"})
    void aRefusedBodyRepeatsItsReference(String birthDate, String code) {
        String request = request(world, "r2", newStudent("S-1"))
                .replaceFirst("\"birthDate\":\"[^\"]+\"", "\"birthDate\":\"" + birthDate + '"');
        world.enroll(request).then().spec(invalid("/student/birthDate", code)).body("reference", equalTo("r2"));
        world.enroll(request.replace("\"r2\"", "\" r2\""))
                .then()
                .spec(problem(400, "invalid-request"))
                .body("reference", nullValue());
        world.enroll(request.replace("\"r2\"", "2"))
                .then()
                .spec(problem(400, "invalid-request"))
                .body("reference", nullValue());
    }

    @Test
    void aCancelledEnrollmentKeepsItsReference() {
        String first = world.enroll(request(world, "E-1", newStudent(null))).path("id");
        partner()
                .body("{\"reason\":\"moved away\"}")
                .post("/v1/enrollments/" + first + "/cancellation")
                .then()
                .body("reference", equalTo("E-1"));

        world.enroll(request(world, "E-1", newStudent(null)))
                .then()
                .spec(problem(409, "reference-already-used"))
                .body("existingId", equalTo(first));
    }

    @Test
    void aNewStudentWithAUsedReferenceGetsTheIdOfTheFirst() {
        String first = world.enroll(request(world, null, newStudent("S-1"))).path("studentId");

        elsewhere
                .enroll(request(elsewhere, null, newStudent("S-1")))
                .then()
                .spec(problem(409, "reference-already-used"))
                .body("existingId", equalTo(first))
                .body("errors.pointer", contains("/student/reference"));
    }

    @Test
    void aRegistrationNamesTheStudentByReference() {
        String student = world.enroll(request(world, null, newStudent("S-1"))).path("studentId");

        partner()
                .body(request(elsewhere, null, byReference("S-1")))
                .post("/v1/eligibility-checks")
                .then()
                .body("eligible", is(true));
        elsewhere
                .enroll(request(elsewhere, null, byReference("S-1")))
                .then()
                .statusCode(201)
                .body("studentId", equalTo(student))
                .body("reference", nullValue());
        world.enroll(request(world, null, byReference("S-1"))).then().spec(problem(409, "already-enrolled"));
        officer()
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(request(world, null, byReference("S-1") + ",\"partnerId\":\"" + world.partner + '"'))
                .post("/v1/enrollments")
                .then()
                .spec(problem(409, "already-enrolled"));
    }

    @Test
    void anUnknownOrForeignStudentReferenceIsNotFound() {
        World other = World.published();
        other.enroll(request(other, null, newStudent("S-1")));
        String request = request(world, "E-1", byReference("S-1"));

        world.enroll(request)
                .then()
                .spec(problem(404, "not-found"))
                .body("errors[0].pointer", equalTo("/studentReference"))
                .body("reference", equalTo("E-1"));
        partner()
                .body(request)
                .post("/v1/eligibility-checks")
                .then()
                .spec(problem(404, "not-found"))
                .body("errors[0].pointer", equalTo("/studentReference"));
        world.importing(row(request))
                .then()
                .body("rows[0].errors.code", contains("not-found"))
                .body("rows[0].errors.column", contains("studentReference"));
    }

    @Test
    void exactlyOneStudentIsNamed() {
        String student = world.registeredStudent();

        for (String two : List.of(
                byReference("S-1") + ",\"studentId\":\"" + student + '"',
                byReference("S-1") + ',' + newStudent("S-1"))) {
            world.enroll(request(world, null, two)).then().spec(invalid("/student", "student-or-student-id"));
        }
        world.importing(row(request(world, null, byReference("S-1") + ",\"studentId\":\"" + student + '"')))
                .then()
                .body("rows[0].outcome", equalTo("MALFORMED"))
                .body("rows[0].errors.code", contains("student-or-student-id"));
    }

    @Test
    void aRowNamesTheNewStudentOfAnEarlierRow() {
        Response answer = world.importing(
                row(request(world, "R-1", newStudent("S-1"))),
                row(request(elsewhere, "R-2", byReference("S-1"))),
                row(request(elsewhere, "R-3", byReference("S-1"))),
                row(request(world, "R-1", newStudent("S-2"))),
                row(request(elsewhere, "R-4", byReference("S-2"))));

        answer.then()
                .body("counts.accepted", is(2))
                .body("rows.reference", contains("R-1", "R-2", "R-3", "R-1", "R-4"))
                .body("rows[1].studentId", equalTo(answer.path("rows[0].studentId")))
                .body("rows[2].errors.code", contains("already-enrolled"))
                .body("rows[2].existingId", equalTo(answer.path("rows[1].enrollmentId")))
                .body("rows[3].errors.code", contains("reference-already-used"))
                .body("rows[3].existingId", equalTo(answer.path("rows[0].enrollmentId")))
                .body("rows[4].errors.code", contains("not-found"));
        partner()
                .get("/v1/enrollments?reference=R-2")
                .then()
                .body("items[0].id", equalTo(answer.path("rows[1].enrollmentId")));
    }

    /** The facts about its person are read before the student exists. */
    @Test
    void aRowThatNamesTheNewStudentOfAnEarlierRowIsComparedWithRegisteredStudents() {
        String name = World.student();
        Response registered = elsewhere.enroll(request(elsewhere, null, "\"student\":" + name));

        Response answer = world.importing(
                row(request(world, null, "\"student\":" + name.replace("}", ",\"reference\":\"S-1\"}"))),
                row(request(elsewhere, null, byReference("S-1"))));

        answer.then()
                .body("counts.accepted", is(1))
                .body("rows[0].possibleDuplicates", contains(registered.<String>path("studentId")))
                .body("rows[1].errors.code", contains("already-enrolled"))
                .body("rows[1].existingId", equalTo(registered.path("id")));
    }

    /** The other transaction is not visible when the facts are read; the unique index decides. */
    @Test
    void ofTwoTransactionsOneGetsTheReference() throws Exception {
        String first = world.enrolled();
        String student = world.registeredStudent();
        for (List<String> race : List.of(
                List.of("enrollment", first, request(elsewhere, "RACE", newStudent(null))),
                List.of("student", student, request(elsewhere, null, newStudent("RACE"))))) {
            CompletableFuture<Response> single;
            CompletableFuture<Response> imported;
            try (OpenTransaction other = new OpenTransaction()) {
                other.execute(
                        "update " + race.get(0) + " set reference = 'RACE' where id = ?", UUID.fromString(race.get(1)));
                single = CompletableFuture.supplyAsync(() -> elsewhere.enroll(race.get(2)));
                other.awaitWaiting();
                imported = CompletableFuture.supplyAsync(() -> elsewhere.importing(row(race.get(2))));
                other.commit();
            }

            single.get().then().spec(problem(409, "reference-already-used")).body("existingId", equalTo(race.get(1)));
            imported.get()
                    .then()
                    .body("rows[0].errors.code", contains("reference-already-used"))
                    .body("rows[0].existingId", equalTo(race.get(1)));
        }
        assertThat(elsewhere.holding()).isZero();
    }

    @Test
    void anImportThatLosesTheRaceRefusesItsRowOnly() throws Exception {
        String first = world.enrolled();
        CompletableFuture<Response> imported;
        try (OpenTransaction other = new OpenTransaction()) {
            other.execute("update enrollment set reference = 'RACE' where id = ?", UUID.fromString(first));
            imported = CompletableFuture.supplyAsync(() -> elsewhere.importing(
                    row(request(elsewhere, "FREE", newStudent(null))),
                    row(request(elsewhere, "RACE", newStudent(null)))));
            other.awaitWaiting();
            other.commit();
        }

        imported.get()
                .then()
                .body("counts.accepted", is(1))
                .body("rows[1].errors.code", contains("reference-already-used"))
                .body("rows[1].existingId", equalTo(first));
    }

    @Test
    void manyRequestsWithOneReferenceMakeOneEnrollment() throws Exception {
        List<CompletableFuture<Response>> pending = new ArrayList<>();
        for (World target : Stream.generate(() -> List.of(world, elsewhere))
                .limit(4)
                .flatMap(List::stream)
                .toList()) {
            String request = request(target, "ONCE", newStudent(null));
            pending.add(CompletableFuture.supplyAsync(() -> target.enroll(request)));
        }

        List<String> ids = new ArrayList<>();
        int accepted = 0;
        for (CompletableFuture<Response> answer : pending) {
            accepted += answer.get().statusCode() == 201 ? 1 : 0;
            ids.add(answer.get().path(answer.get().statusCode() == 201 ? "id" : "existingId"));
        }

        assertThat(accepted).isEqualTo(1);
        assertThat(ids).doesNotContainNull().containsOnly(ids.get(0));
        assertThat(World.number(
                        "select count(*) from enrollment where partner_id = ? and reference = 'ONCE'", world.partner))
                .isEqualTo(1);
    }

    @Test
    void aTransferGivesTheNewEnrollmentItsOwnReference() {
        String old = world.enroll(request(world, "T-1", newStudent(null))).path("id");
        String transfer =
                "{\"offeringId\":\"%s\",\"agreementId\":\"%s\",\"reason\":\"wrong one\",\"reference\":\"%s\"}";

        partner()
                .body(transfer.formatted(elsewhere.offering, elsewhere.agreement, "T-1"))
                .post("/v1/enrollments/" + old + "/transfer")
                .then()
                .spec(problem(409, "reference-already-used"))
                .body("existingId", equalTo(old))
                .body("errors.pointer", contains("/reference"));
        partner()
                .body(transfer.formatted(elsewhere.offering, elsewhere.agreement, "T-2"))
                .post("/v1/enrollments/" + old + "/transfer")
                .then()
                .statusCode(201)
                .body("reference", equalTo("T-2"))
                .body("previousEnrollmentId", equalTo(old));
        partner().get("/v1/enrollments/" + old).then().body("reference", equalTo("T-1"));
    }

    private RequestSpecification partner() {
        return Api.as(world.token());
    }

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole("enrollment-officer"));
    }

    private static String request(World world, String reference, String student) {
        return "{%s\"agreementId\":\"%s\",\"offeringId\":\"%s\",%s}"
                .formatted(
                        reference == null ? "" : "\"reference\":\"" + reference + "\",",
                        world.agreement,
                        world.offering,
                        student);
    }

    private static String row(String request) {
        return request.replaceAll("\"agreementId\":\"[^\"]*\",", "");
    }

    private static String newStudent(String reference) {
        return "\"student\":"
                + (reference == null
                        ? World.student()
                        : World.student().replace("}", ",\"reference\":\"" + reference + "\"}"));
    }

    private static String byReference(String reference) {
        return "\"studentReference\":\"" + reference + '"';
    }
}
