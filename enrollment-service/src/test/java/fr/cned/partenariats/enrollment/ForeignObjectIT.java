package fr.cned.partenariats.enrollment;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import io.restassured.specification.RequestSpecification;
import java.sql.SQLException;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * An object of another partner is not found where a request names it. The test locks all rows of that partner: an
 * operation that waited for a lock would answer 409 after three seconds.
 */
@EnrollmentIT
class ForeignObjectIT {

    private static final long AT_ONCE_MILLIS = 2_000;

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
