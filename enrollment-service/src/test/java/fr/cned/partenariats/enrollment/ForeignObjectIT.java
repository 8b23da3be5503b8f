package fr.cned.partenariats.enrollment;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.ContractOperations;
import fr.cned.partenariats.commons.testing.ContractOperations.Operation;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * An object of another partner is not found. The test locks all rows of that partner: an operation that waited for a
 * lock would answer 409 after three seconds.
 */
@EnrollmentIT
class ForeignObjectIT {

    private static final long AT_ONCE_MILLIS = 2_000;

    /** Bodies that are valid for an object of the caller. */
    static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("POST /v1/enrollments/{id}/cancellation", "{\"reason\":\"moved away\"}"),
            Map.entry("POST /v1/enrollments/{id}/site-change", "{\"reason\":\"moved away\"}"),
            Map.entry("POST /v1/enrollments/{id}/withdrawal", "{\"reason\":\"moved away\"}"),
            Map.entry("POST /v1/enrollments/{id}/transfer", "{\"offeringId\":\"%s\",\"reason\":\"wrong one\"}"),
            Map.entry("PATCH /v1/enrollments/{id}", "{\"remoteState\":\"QUEUED\"}"),
            Map.entry("PATCH /v1/students/{id}", "{\"familyName\":\"Other\"}"),
            Map.entry("PATCH /v1/apprenticeship-contracts/{id}", "{\"endsOn\":\"2028-07-31\"}"),
            Map.entry(
                    "POST /v1/apprenticeship-contracts/{id}/rupture",
                    "{\"rupturedOn\":\"2026-11-01\",\"cause\":\"APPRENTICE_RESIGNATION\"}"),
            Map.entry("POST /v1/attendance/absences/{id}/withdrawal", "{\"reason\":\"by mistake\"}"),
            Map.entry("POST /v1/attendance/site-closures/{id}/withdrawal", "{\"reason\":\"by mistake\"}"));

    private World stranger;
    private World owner;
    private PartnersObjects objects;
    private OpenTransaction busy;

    @BeforeEach
    void lockAllRowsOfThePartner() throws SQLException {
        stranger = Weeks.started().publish();
        owner = World.published();
        objects = PartnersObjects.of(owner);
        busy = objects.lock();
    }

    @AfterEach
    void noRowHasChanged() throws SQLException {
        busy.close();
        assertThat(objects.versions()).isZero();
    }

    @TestFactory
    Stream<DynamicTest> isNotFoundByAnyOperation() {
        return ContractOperations.all().stream()
                .filter(Operation::hasPathParameter)
                .map(operation -> DynamicTest.dynamicTest(operation.name(), () -> {
                    ValidatableResponse answer = call(operation).then().time(lessThan(AT_ONCE_MILLIS));
                    if (RoleMatrixIT.allows(operation.name(), PARTNER)) {
                        answer.spec(problem(404, "not-found"));
                    } else {
                        answer.spec(problem(403, "forbidden"));
                    }
                }));
    }

    private Response call(Operation operation) {
        RequestSpecification request = keyed();
        if (operation.isPatch()) {
            request.contentType("application/merge-patch+json").header("If-Match", "\"0\"");
        }
        if (!operation.method().equals("GET")) {
            request.body(BODIES.getOrDefault(operation.name(), "{}").formatted(stranger.offering));
        }
        return request.request(operation.method(), objects.address(operation.path()));
    }

    /** A body in which one partner names an object of the other. */
    private record Named(String path, String pointer, String body) {}

    @TestFactory
    Stream<DynamicTest> isNotFoundWhereABodyNamesIt() {
        String ownEnrollment = stranger.enrolled();
        String target = "\"agreementId\":\"%s\",\"offeringId\":\"%s\"".formatted(stranger.agreement, stranger.offering);
        return Stream.of(
                        new Named(
                                "/v1/enrollments",
                                "/studentId",
                                "{%s,\"studentId\":\"%s\"}".formatted(target, objects.student())),
                        new Named(
                                "/v1/eligibility-checks",
                                "/studentId",
                                "{%s,\"studentId\":\"%s\"}".formatted(target, objects.student())),
                        new Named("/v1/enrollments", "/agreementId", owner.request()),
                        new Named(
                                "/v1/enrollments/" + ownEnrollment + "/transfer",
                                "/agreementId",
                                "{\"agreementId\":\"%s\",\"offeringId\":\"%s\",\"reason\":\"better\"}"
                                        .formatted(owner.agreement, owner.offering)),
                        new Named(
                                "/v1/attendance",
                                "/siteId",
                                "{\"siteId\":\"%s\",\"week\":\"%s\",\"entries\":[{\"enrollmentId\":\"%s\",\"hours\":1}]}"
                                        .formatted(owner.site, Weeks.ago(1), ownEnrollment)),
                        new Named(
                                "/v1/attendance",
                                "/entries/0/enrollmentId",
                                "{\"siteId\":\"%s\",\"week\":\"%s\",\"entries\":[{\"enrollmentId\":\"%s\",\"hours\":1}]}"
                                        .formatted(stranger.site, Weeks.ago(1), objects.enrollment())),
                        new Named(
                                "/v1/attendance/absences",
                                "/enrollmentId",
                                "{\"enrollmentId\":\"%s\",\"week\":\"%s\",\"reason\":\"MEDICAL\"}"
                                        .formatted(objects.enrollment(), Weeks.ago(1))),
                        new Named(
                                "/v1/attendance/site-closures",
                                "/siteId",
                                "{\"siteId\":\"%s\",\"week\":\"%s\",\"reason\":\"holidays\"}"
                                        .formatted(owner.site, Weeks.ago(1))),
                        new Named("/v1/apprenticeship-contracts", "/enrollmentId", """
                                {"enrollmentId":"%s","employerSiret":"35600000049837","startsOn":"2026-09-01",
                                 "endsOn":"2028-08-31","trainingCentreId":"%s"}""".formatted(
                                        objects.enrollment(), stranger.partner)))
                .map(named -> DynamicTest.dynamicTest(
                        named.path() + " names " + named.pointer(),
                        () -> keyed().body(named.body())
                                .post(named.path())
                                .then()
                                .time(lessThan(AT_ONCE_MILLIS))
                                .spec(problem(404, "not-found"))
                                .body("errors.pointer", contains(named.pointer()))));
    }

    @Test
    void isNotFoundAsPreviousEnrollment() {
        keyed().body(stranger.request("\"previousEnrollmentId\":\"" + objects.enrollment() + "\","))
                .post("/v1/enrollments")
                .then()
                .time(lessThan(AT_ONCE_MILLIS))
                .spec(problem(404, "not-found"));
    }

    @Test
    void isNotFoundInARowOfAnImport() {
        String row = "{\"offeringId\":\"%s\",\"studentId\":\"%s\"}".formatted(stranger.offering, objects.student());
        stranger.importing(row)
                .then()
                .time(lessThan(AT_ONCE_MILLIS))
                .statusCode(200)
                .body("counts.refused", equalTo(1))
                .body("rows[0].errors.column", contains("studentId"));
        owner.importingAs(stranger.token(), UUID.randomUUID().toString(), row)
                .then()
                .time(lessThan(AT_ONCE_MILLIS))
                .spec(problem(404, "not-found"))
                .body("errors.pointer", contains("/agreementId"));
    }

    /** For officers: an object under the wrong parent is not found, and no lock is waited for. */
    @Test
    void isNotFoundUnderTheWrongParent() throws SQLException {
        String officer = Tokens.withRole("enrollment-officer");
        String student = stranger.registeredStudent();
        UUID merge = UUID.randomUUID();
        busy.close(); // its locks would hold up the foreign keys of the merge
        World.execute("""
                insert into student_merge (id, version, survivor_id, merged_id, moved, merged_at, merged_by)
                values (?, 0, ?, ?, 0, now(), 'officer')""", merge, objects.student(), UUID.fromString(student));
        busy = objects.lock();
        busy.execute("select 1 from student_merge where id = ? for update", merge);

        Api.as(officer)
                .body("{\"endsOn\":\"2026-12-01\",\"reason\":\"recovered\"}")
                .post("/v1/enrollments/" + stranger.enrolled() + "/adaptations/" + objects.adaptation() + "/end")
                .then()
                .time(lessThan(AT_ONCE_MILLIS))
                .spec(problem(404, "not-found"));
        Api.as(officer)
                .body("{\"reason\":\"somebody else\"}")
                .post("/v1/students/" + student + "/merges/" + merge + "/undoing")
                .then()
                .time(lessThan(AT_ONCE_MILLIS))
                .spec(problem(404, "not-found"));
    }

    /** The idempotency key and the body of another caller's request do not give access. */
    @Test
    void isNotFoundWithTheKeyOfAnotherCaller() throws SQLException {
        busy.close();
        String key = UUID.randomUUID().toString();
        String path = "/v1/enrollments/" + objects.enrollment() + "/cancellation";
        String body = "{\"reason\":\"moved away\"}";
        portal(owner, "alice")
                .header("Idempotency-Key", key)
                .body(body)
                .post(path)
                .then()
                .statusCode(200);
        portal(stranger, "bob")
                .header("Idempotency-Key", key)
                .body(body)
                .post(path)
                .then()
                .spec(problem(404, "not-found"));
        portal(owner, "alice")
                .header("Idempotency-Key", key)
                .body(body)
                .post(path)
                .then()
                .statusCode(200)
                .header("Idempotency-Replayed", "true");
        objects = PartnersObjects.of(owner);
        busy = objects.lock();
    }

    private static RequestSpecification portal(World partner, String person) {
        return Api.as(Tokens.sign(Tokens.claims("portal", PARTNER)
                .subject(person)
                .claim("preferred_username", person)
                .claim("partner_id", partner.partner.toString())));
    }

    private RequestSpecification keyed() {
        return Api.as(stranger.token())
                .header("Idempotency-Key", UUID.randomUUID().toString());
    }
}
