package fr.cned.partenariats.enrollment.privacy;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.statistics.CountedStatistics;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnrollmentIT
class PrivacyIT {

    /** All personal data of the student contains this text. */
    private final String canary = "Canari" + World.ine();

    private final World world = new World();
    private String key;
    private String student;
    private String enrollment;

    @BeforeEach
    void enrollAndCancel() throws Exception {
        world.publish();
        key = UUID.randomUUID().toString();
        student = register(key).path("id");
        enrollment = enroll(world, student).path("id");
        Api.as(world.token())
                .body("{\"reason\":\"" + canary + " moved away\"}")
                .post("/v1/enrollments/" + enrollment + "/cancellation")
                .then()
                .statusCode(200);
    }

    @Test
    void theExportContainsAllDataOfTheStudent() {
        Response export = officer().get("/v1/students/" + student + "/export");

        export.then()
                .statusCode(200)
                .body("studentId", equalTo(student))
                .body("exportedAt", notNullValue())
                .body("sections", aMapWithSize(2))
                .body("sections.students.familyName", contains(canary))
                .body("sections.students.email", contains(canary + "@example.org"))
                .body("sections.students[0].usageName", equalTo(canary))
                .body("sections.students[0].telephone", equalTo("+33612345678"))
                .body("sections.students[0].address.city", equalTo(canary))
                .body("sections.students[0].guardian.name", equalTo(canary))
                .body("sections.enrollments.id", contains(enrollment))
                .body("sections.enrollments[0].history[1].reason", equalTo(canary + " moved away"));
    }

    @Test
    void theExportContainsAliasesForOfficersOnly() {
        World other = World.published();
        String alias = Api.as(other.token()).body(body()).post("/v1/students").path("id");
        String elsewhere = enroll(other, alias).path("id");
        officer()
                .body("{\"mergedStudentId\":\"" + alias + "\",\"reason\":\"same INE seen\"}")
                .post("/v1/students/" + student + "/merges")
                .then()
                .statusCode(201);

        officer()
                .get("/v1/students/" + student + "/export")
                .then()
                .body("sections.students.id", containsInAnyOrder(student, alias))
                .body("sections.enrollments.id", containsInAnyOrder(enrollment, elsewhere))
                .body("sections.merges", hasSize(1));
        Response own = Api.as(world.token()).get("/v1/students/" + student + "/export");
        own.then()
                .body("sections.students.id", contains(student))
                .body("sections.enrollments.id", contains(enrollment));
        assertThat(own.asString()).doesNotContain(alias).doesNotContain(elsewhere);
        Response others = Api.as(other.token()).get("/v1/students/" + alias + "/export");
        others.then().body("sections.enrollments.id", contains(elsewhere));
        assertThat(others.asString()).doesNotContain(student);
        Api.as(other.token()).get("/v1/students/" + student + "/export").then().spec(problem(404, "not-found"));
    }

    @Test
    void anErasureRemovesThePersonFromAllTables() throws Exception {
        assertThat(tablesWith(canary)).contains("student", "enrollment", "idempotency_key");

        Response receipt = officer().post("/v1/students/" + student + "/erasure");

        receipt.then()
                .statusCode(200)
                .body("studentId", equalTo(student))
                .body("erasedAt", notNullValue())
                .body("erasedBy", notNullValue())
                .body("purged.students", is(1))
                .body("purged.enrollments", is(1))
                .body("purged.storedAnswers", is(2))
                .body("purged.merges", is(0));
        assertThat(tablesWith(canary)).isEmpty();
        assertThat(World.number(
                        "select num_nonnulls(details, usage_key) from student where id = ?", UUID.fromString(student)))
                .isZero();
        Api.as(world.token()).get("/v1/students/" + student).then().spec(problem(404, "not-found"));
        officer().get("/v1/students/" + student + "/export").then().spec(problem(404, "not-found"));
        officer().get("/v1/enrollments/" + enrollment).then().statusCode(200).body("history[1].reason", nullValue());
        register(key)
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .body("familyName", nullValue());
        enroll(world, student).then().spec(problem(404, "not-found"));
        CountedStatistics.refresh();
        officer()
                .get("/v1/statistics?state=CANCELLED&agreementId=" + world.agreement)
                .then()
                .body("total.students", is(1));
    }

    @Test
    void anErasureReducesStoredAnswersToIds() throws Exception {
        String enrolling = UUID.randomUUID().toString();
        String refusing = UUID.randomUUID().toString();
        Response enrolled = enrollFundedBy(canary, enrolling);
        String refusal = "/v1/enrollments/%s/funding-lines/%s/refusal"
                .formatted(enrolled.path("id"), enrolled.path("fundings[0].id"));
        refuse(refusal, refusing).then().statusCode(200);
        assertThat(tablesWith(canary)).contains("idempotency_key");

        officer()
                .post("/v1/students/" + student + "/erasure")
                .then()
                .body("purged.enrollments", is(2))
                .body("purged.storedAnswers", is(4));

        assertThat(tablesWith(canary)).isEmpty();
        for (Response again : List.of(enrollFundedBy(canary, enrolling), refuse(refusal, refusing))) {
            again.then()
                    .header("Idempotency-Replayed", "true")
                    .body("id", equalTo(enrolled.path("id")))
                    .body("fundings", nullValue())
                    .body("history", nullValue());
        }
    }

    @Test
    void anErasureRemovesReferencesFromImportedRows() throws Exception {
        String importing = UUID.randomUUID().toString();
        Response imported = importOf(importing);
        imported.then().body("rows[0].reference", equalTo(canary + " 12"));
        cancel(imported.path("rows[0].enrollmentId"));

        officer().post("/v1/students/" + student + "/erasure").then().body("purged.storedAnswers", is(2));

        awaitNoTableWith(canary);
        importOf(importing)
                .then()
                .header("Idempotency-Replayed", "true")
                .body("counts.accepted", is(1))
                .body("rows[0].number", is(1))
                .body("rows[0].enrollmentId", equalTo(imported.path("rows[0].enrollmentId")))
                .body("rows[0].reference", nullValue());
    }

    /** The answer does not contain the id of the student; only the request did. */
    @Test
    void anErasureRemovesReferencesOfRefusedRows() throws Exception {
        world.offeringState = "CLOSED";
        world.publishAgain();
        String importing = UUID.randomUUID().toString();
        importOf(importing).then().body("counts.refused", is(1)).body("rows[0].reference", equalTo(canary + " 12"));

        officer().post("/v1/students/" + student + "/erasure").then().statusCode(200);

        awaitNoTableWith(canary);
        importOf(importing).then().header("Idempotency-Replayed", "true").body("rows[0].reference", nullValue());
    }

    /** Neither the request nor the answer contains the id of the student. */
    @Test
    void anErasureRemovesReferencesOfRefusedRowsThatNameTheStudentByReference() throws Exception {
        Api.as(world.token())
                .contentType("application/merge-patch+json")
                .header("If-Match", "\"0\"")
                .body("{\"reference\":\"S-1\"}")
                .patch("/v1/students/" + student)
                .then()
                .statusCode(200);
        world.offeringState = "CLOSED";
        world.publishAgain();
        String row = "{\"reference\":\"%s 12\",\"offeringId\":\"%s\",\"studentReference\":\"S-1\"}"
                .formatted(canary, world.offering);
        world.importing(row).then().body("counts.refused", is(1)).body("rows[0].reference", equalTo(canary + " 12"));

        officer().post("/v1/students/" + student + "/erasure").then().statusCode(200);

        awaitNoTableWith(canary);
    }

    private Response importOf(String idempotencyKey) {
        return world.importingAs(
                world.token(),
                idempotencyKey,
                "{\"reference\":\"%s 12\",\"offeringId\":\"%s\",\"studentId\":\"%s\"}"
                        .formatted(canary, world.offering, student));
    }

    private void cancel(String id) {
        Api.as(world.token())
                .body("{\"reason\":\"moved away\"}")
                .post("/v1/enrollments/" + id + "/cancellation")
                .then()
                .statusCode(200);
    }

    private Response enrollFundedBy(String funder, String idempotencyKey) {
        return world.enroll("""
                {"agreementId":"%s","offeringId":"%s","studentId":"%s",
                 "fundings":[{"kind":"OPCO","funder":"%s","amount":900}]}""".formatted(world.agreement, world.offering, student, funder), idempotencyKey);
    }

    private Response refuse(String refusal, String idempotencyKey) {
        return officer()
                .header("Idempotency-Key", idempotencyKey)
                .body("{\"reason\":\"" + canary + " earns enough\"}")
                .post(refusal);
    }

    @Test
    void aRepeatedErasureAnswersTheSameReceipt() {
        officer().get("/v1/students/" + student + "/erasure").then().spec(problem(404, "not-found"));
        Response receipt = officer().post("/v1/students/" + student + "/erasure");

        assertThat(officer().post("/v1/students/" + student + "/erasure").asString())
                .isEqualTo(receipt.asString());
        assertThat(officer().get("/v1/students/" + student + "/erasure").asString())
                .isEqualTo(receipt.asString())
                .doesNotContain(canary);
    }

    @Test
    void aStudentWithALiveEnrollmentIsNotErased() {
        String live = enroll(world, student).path("id");

        officer()
                .post("/v1/students/" + student + "/erasure")
                .then()
                .spec(problem(409, "live-enrollment"))
                .body("enrollmentIds", contains(live));
        Api.as(world.token()).get("/v1/students/" + student).then().statusCode(200);
    }

    @Test
    void aliasesAreErasedWithTheirSurvivorOnly() throws Exception {
        World other = World.published();
        String alias = Api.as(other.token()).body(body()).post("/v1/students").path("id");
        String merge = officer()
                .body("{\"mergedStudentId\":\"" + alias + "\",\"reason\":\"" + canary + " is " + canary + "\"}")
                .post("/v1/students/" + student + "/merges")
                .path("id");

        officer()
                .post("/v1/students/" + alias + "/erasure")
                .then()
                .spec(problem(409, "student-is-alias"))
                .body("survivorId", equalTo(student));
        officer()
                .post("/v1/students/" + student + "/erasure")
                .then()
                .body("purged.students", is(2))
                .body("purged.merges", is(1));
        assertThat(tablesWith(canary)).isEmpty();
        officer()
                .body("{\"reason\":\"too late\"}")
                .post("/v1/students/" + student + "/merges/" + merge + "/undoing")
                .then()
                .spec(problem(404, "not-found"));
    }

    @Test
    void anUnknownStudentIsNotFound() {
        officer().post("/v1/students/" + UUID.randomUUID() + "/erasure").then().spec(problem(404, "not-found"));
    }

    private Response register(String idempotencyKey) {
        return Api.as(world.token())
                .header("Idempotency-Key", idempotencyKey)
                .body(body())
                .post("/v1/students");
    }

    private String body() {
        return """
               {"familyName":"%1$s","givenNames":"Camille","birthDate":"%2$s","birthPlace":"Quimperlé",
                "email":"%1$s@example.org","usageName":"%1$s","telephone":"06 12 34 56 78",
                "address":{"lines":["%1$s"],"postalCode":"29300","city":"%1$s"},
                "guardian":{"name":"%1$s","email":"%1$s@example.org"}}""".formatted(canary, World.today().minusYears(17));
    }

    private static Response enroll(World world, String student) {
        return world.enroll("{\"agreementId\":\"%s\",\"offeringId\":\"%s\",\"studentId\":\"%s\"}"
                .formatted(world.agreement, world.offering, student));
    }

    /** Searches all columns of all tables; byte columns by their hexadecimal form. */
    private static List<String> tablesWith(String text) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = OwnerDatabase.connect();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(
                    "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery("select exists (select 1 from " + table
                        + " t where strpos(t::text, '" + text + "') > 0 or strpos(t::text, encode(convert_to('" + text
                        + "', 'UTF8'), 'hex')) > 0)")) {
                    rows.next();
                    if (rows.getBoolean(1)) {
                        found.add(table);
                    }
                }
            }
        }
        return found;
    }

    private static void awaitNoTableWith(String text) {
        await().untilAsserted(() -> assertThat(tablesWith(text)).isEmpty());
    }

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole("enrollment-officer"));
    }
}
