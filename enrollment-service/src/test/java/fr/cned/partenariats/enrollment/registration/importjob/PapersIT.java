package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.commons.testing.Problems.violates;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.RowSecurity;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.OpenTransaction;
import fr.cned.partenariats.enrollment.Weeks;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.enrollment.ScheduledChanges;
import fr.cned.partenariats.enrollment.schooling.alert.AttendanceScenario;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates of enrollment and attestations of attendance, and their codes. */
@EnrollmentIT
class PapersIT {

    private static final String PAST_YEAR = "2001-2002";
    private static final Pattern CODE = Pattern.compile("Code : ([0-9a-f]{4}(?:-[0-9a-f]{4}){7})\\b");
    private static final String TERMINATE =
            "select pg_terminate_backend(pid) from pg_stat_activity where cardinality(pg_blocking_pids(pid)) > 0";

    private static final String COPIES = """
            insert into enrollment overriding user value
            select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'person_id', gen_random_uuid(),
              'distinct_person', true, 'academic_year', '2001-2002', 'state', 'COMPLETED'))).*
            from enrollment e, generate_series(1, ?) i where e.id = ?""";

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    @Inject
    ImportWorker worker;

    @AfterEach
    void deleteCopies() {
        World.execute(
                "delete from paper where enrollment_id in (select id from enrollment where academic_year = ?)",
                PAST_YEAR);
        World.execute("delete from enrollment where academic_year = ?", PAST_YEAR);
    }

    private static String officer() {
        return Tokens.withRole("enrollment-officer");
    }

    private static Response issue(String token, String body) {
        return issue(token, body, UUID.randomUUID().toString());
    }

    private static Response issue(String token, String body, String key) {
        return Api.as(token).header("Idempotency-Key", key).body(body).post("/v1/imports/papers");
    }

    private static String certificateOf(String enrollment) {
        return "{\"kind\":\"CERTIFICATE\",\"enrollmentId\":\"%s\"}".formatted(enrollment);
    }

    private static String attestationOf(String enrollment) {
        return "{\"kind\":\"ATTENDANCE\",\"enrollmentId\":\"%s\",\"fromWeek\":\"%s\",\"toWeek\":\"%s\"}"
                .formatted(enrollment, Weeks.ago(2), Weeks.ago(1));
    }

    /** The id of the job. */
    private static String issued(String token, String body) {
        Response answer = issue(token, body);
        answer.then().statusCode(200).body("state", equalTo("DONE")).body("rows.outcome", contains("ACCEPTED"));
        return answer.path("id");
    }

    private static Response file(String token, String job) {
        return RestAssured.given().header("Authorization", "Bearer " + token).get("/v1/imports/" + job + "/papers");
    }

    private static byte[] pdf(String token, String job) {
        Response answer = file(token, job);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("application/pdf");
        return answer.asByteArray();
    }

    private static String textOf(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document).replace('\u00a0', ' ');
        }
    }

    private static String codeOf(String text) {
        Matcher code = CODE.matcher(text);
        assertThat(code.find()).as(text).isTrue();
        return code.group(1);
    }

    private Response verify(String code) {
        return RestAssured.given().port(managementPort).get("/papers/" + code);
    }

    private void assertValid(String code, boolean valid) {
        verify(code).then().statusCode(200).body("valid", is(valid));
    }

    private static World started() {
        return Weeks.started().publish();
    }

    private static String enrolledAtSite(World world) {
        String enrollment = world.enroll(world.request("\"siteId\":\"" + world.site + "\","))
                .path("id");
        ScheduledChanges.run();
        return enrollment;
    }

    @Test
    void aCertificateSaysWhoIsEnrolledOnWhat() throws IOException {
        World world = started();
        String enrollment = enrolledAtSite(world);
        String student =
                Api.as(world.token()).get("/v1/enrollments/" + enrollment).path("studentId");
        String name = Api.as(world.token()).get("/v1/students/" + student).path("familyName");

        byte[] pdf = pdf(world.token(), issued(world.token(), certificateOf(enrollment)));

        String text = textOf(pdf);
        assertThat(text)
                .contains("Certificat d’inscription")
                .contains(name, "Camille", "6 mai 2004, Quimperlé")
                .contains("BTS (test)", "2026-2027", world.agreementNumber())
                .contains("Campus connecté (test)", "Site (test)", "en cours")
                .contains("Délivré le 25 novembre 2026")
                .contains("https://partenariats.example.org/verify/" + codeOf(text));
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
            assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("fr");
            assertThat(document.getDocumentInformation().getTitle()).isEqualTo("Certificat d’inscription");
        }
        verify(codeOf(text))
                .then()
                .statusCode(200)
                .body("kind", equalTo("CERTIFICATE"))
                .body("valid", is(true))
                .body("issuedOn", equalTo("2026-11-25"))
                .body("initials", equalTo("C. É."))
                .body("training", equalTo("BTS (test)"))
                .body("academicYear", equalTo("2026-2027"))
                .body("firstDay", nullValue())
                .body("familyName", nullValue());
    }

    @Test
    void anAttestationHasTheHoursOfItsWeeks() throws IOException {
        AttendanceScenario scenario = new AttendanceScenario();
        scenario.hostedUnder("\"minWeeklyAttendanceHours\":25,");
        scenario.declareIn(Weeks.ago(3), "11");
        scenario.declareIn(Weeks.ago(2), "8");
        scenario.declareIn(Weeks.ago(1), "12.5");
        scenario.justify("MEDICAL", "2").then().statusCode(201);
        String token = scenario.world.token();

        String text = textOf(pdf(token, issued(token, attestationOf(scenario.enrollment))));

        assertThat(text)
                .contains("Attestation d’assiduité", "20,5 h", "48 h", "0 semaine et 2 h")
                .contains("du 9 novembre 2026 au 22 novembre 2026");
        verify(codeOf(text))
                .then()
                .body("valid", is(true))
                .body("firstDay", equalTo("2026-11-09"))
                .body("lastDay", equalTo("2026-11-22"));

        scenario.declareIn(Weeks.ago(3), "20"); // outside of the period
        assertValid(codeOf(text), true);
        scenario.declareIn(Weeks.ago(2), "9");
        assertValid(codeOf(text), false);
    }

    @Test
    void aCorrectedPaperIsNotValidAndANewOneIs() throws IOException {
        World world = started();
        String enrollment = enrolledAtSite(world);
        String student =
                Api.as(world.token()).get("/v1/enrollments/" + enrollment).path("studentId");
        String before = codeOf(textOf(pdf(world.token(), issued(world.token(), certificateOf(enrollment)))));

        Api.as(world.token())
                .contentType("application/merge-patch+json")
                .header("If-Match", "\"0\"")
                .body("{\"givenNames\":\"Camille Anne\"}")
                .patch("/v1/students/" + student)
                .then()
                .statusCode(200);

        verify(before)
                .then()
                .statusCode(200)
                .body("valid", is(false))
                .body("kind", equalTo("CERTIFICATE"))
                .body("initials", nullValue())
                .body("training", nullValue());
        assertValid(codeOf(textOf(pdf(world.token(), issued(world.token(), certificateOf(enrollment))))), true);
    }

    @Test
    void anAnnulmentAndAnEndOfTheEnrollmentEndItsCertificate() throws IOException {
        World world = World.published();
        for (String end : List.of("annulment", "cancellation")) {
            String enrollment = world.enrolled();
            String code = codeOf(textOf(pdf(officer(), issued(officer(), certificateOf(enrollment)))));
            assertValid(code, true);
            Api.as(officer())
                    .body("{\"reason\":\"by mistake\"}")
                    .post("/v1/enrollments/" + enrollment + "/" + end)
                    .then()
                    .statusCode(200);
            assertValid(code, false);
        }
    }

    /** The attestation of a student who left stays valid until the data are erased. */
    @Test
    void anErasedStudentHasNoValidPaperAndNoFile() throws IOException {
        World world = started();
        String enrollment = enrolledAtSite(world);
        Weeks.activeForLong(enrollment);
        String student =
                Api.as(world.token()).get("/v1/enrollments/" + enrollment).path("studentId");
        String job = issued(world.token(), attestationOf(enrollment));
        String code = codeOf(textOf(pdf(world.token(), job)));
        Api.as(world.token())
                .body("{\"reason\":\"moved away\"}")
                .post("/v1/enrollments/" + enrollment + "/withdrawal")
                .then()
                .statusCode(200);
        assertValid(code, true);
        Api.as(world.token())
                .get("/v1/students/" + student + "/export")
                .then()
                .body("sections.papers.kind", contains("ATTENDANCE"));

        Api.as(officer())
                .post("/v1/students/" + student + "/erasure")
                .then()
                .statusCode(200)
                .body("purged.importRows", is(1));

        assertValid(code, false);
        Api.as(world.token()).get("/v1/imports/" + job + "/papers").then().spec(problem(404, "not-found"));
        issue(officer(), attestationOf(enrollment))
                .then()
                .statusCode(200)
                .body("rows.outcome", contains("REFUSED"))
                .body("rows[0].errors.code", contains("student-erased"));
    }

    @Test
    void aForgedCodeIsNotFoundByTheSameStatements() throws IOException {
        World world = World.published();
        String code = codeOf(textOf(pdf(world.token(), issued(world.token(), certificateOf(world.enrolled())))));
        String forged = (code.charAt(0) == '0' ? '1' : '0') + code.substring(1);

        assertValid(code.replace("-", "").toUpperCase(Locale.ROOT), true);
        verify(forged).then().statusCode(404).body(equalTo(""));
        assertThat(verify("x").statusCode()).isEqualTo(404);
        assertThat(statements(forged)).isEqualTo(statements(code));
    }

    /** Without constants: PostgreSQL shows a parameter for them, or not. */
    private List<String> statements(String code) {
        return World.statements(() -> verify(code)).keySet().stream()
                .map(text -> text.replaceAll("'[^']*'|[$]?\\b\\d+\\b", "?"))
                .sorted()
                .toList();
    }

    @Test
    void anEnrollmentInAnotherStateGetsNoPaper() {
        World world = World.published();
        String enrollment = world.enrolled();
        issue(world.token(), attestationOf(enrollment))
                .then()
                .statusCode(200)
                .body("counts.refused", is(1))
                .body("rows[0].errors.code", contains("enrollment-state-unfit"))
                .body("rows[0].enrollmentId", equalTo(enrollment));
    }

    @Test
    void aPartnerGetsPapersOfItsOwnStudentsWithBothScopes() {
        World world = World.published();
        String enrollment = world.enrolled();
        String stranger = Tokens.partner(UUID.randomUUID());
        String job = issued(world.token(), certificateOf(enrollment));
        String withoutStudents = Tokens.partnerWithScopes(world.partner, "enrollments:read");

        issue(stranger, certificateOf(enrollment)).then().spec(problem(404, "not-found"));
        Api.as(stranger).get("/v1/imports/" + job + "/papers").then().spec(problem(404, "not-found"));
        Api.as(withoutStudents)
                .get("/v1/imports/" + job + "/papers")
                .then()
                .spec(problem(403, "missing-scope"))
                .body("requiredScope", equalTo("students:read"));
        issue(withoutStudents, certificateOf(enrollment))
                .then()
                .spec(problem(403, "missing-scope"))
                .body("requiredScope", equalTo("students:read"));
        issued(Tokens.partnerWithScopes(world.partner, "enrollments:read", "students:read"), certificateOf(enrollment));
    }

    @Test
    void aRepeatedRequestIssuesOnePaperWithOneAuditEntry() {
        World world = World.published();
        String enrollment = world.enrolled();
        String body = certificateOf(enrollment);
        String key = UUID.randomUUID().toString();

        String job = issue(world.token(), body, key).path("id");
        issue(world.token(), body, key)
                .then()
                .statusCode(200)
                .header("Idempotency-Replayed", "true")
                .body("id", equalTo(job));

        assertThat(papersOf("id = ?", UUID.fromString(enrollment))).isEqualTo(1);
        assertThat(World.number(
                        "select count(*) from change_log c join paper p on c.object_id = cast(p.id as text)"
                                + " where p.enrollment_id = ? and c.object_type = 'paper' and c.audited"
                                + " and c.operation = 'issuePapers'",
                        UUID.fromString(enrollment)))
                .isEqualTo(1);
    }

    /** @param condition on the enrollment */
    private static long papersOf(String condition, Object value) {
        return World.number(
                "select count(*) from paper where enrollment_id in (select id from enrollment where " + condition + ")",
                value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'kind':'CERTIFICATE'}||papers-of-whom",
                "{'kind':'CERTIFICATE','enrollmentId':'%1$s','siteId':'%1$s'}||papers-of-whom",
                "{'kind':'CERTIFICATE','siteId':'%1$s'}|/academicYear|required",
                "{'kind':'CERTIFICATE','siteId':'%1$s','academicYear':'2026'}|/academicYear|invalid-academic-year",
                "{'kind':'CERTIFICATE','enrollmentId':'%1$s','fromWeek':'2026-W40'}|/fromWeek|period-of-attendance-only",
                "{'kind':'ATTENDANCE','enrollmentId':'%1$s','fromWeek':'2026-W40'}|/toWeek|required",
                "{'kind':'ATTENDANCE','enrollmentId':'%1$s','fromWeek':'x','toWeek':'2026-W41'}|/fromWeek|invalid-week",
                "{'kind':'ATTENDANCE','enrollmentId':'%1$s','fromWeek':'2026-W41','toWeek':'2026-W40'}|/toWeek|ends-before-it-starts",
                "{'kind':'ATTENDANCE','enrollmentId':'%1$s','fromWeek':'2025-W40','toWeek':'2026-W41'}|/toWeek|period-too-long",
                "{'kind':'ATTENDANCE','enrollmentId':'%1$s','fromWeek':'2026-W40','toWeek':'2026-W50'}|/toWeek|week-not-begun"
            })
    void aRequestThatDoesNotFitTogetherIsRefused(String body, String pointer, String code) {
        String id = UUID.randomUUID().toString();
        issue(officer(), body.replace('\'', '"').formatted(id))
                .then()
                .spec(violates(pointer == null ? "" : pointer, code));
    }

    @Test
    void thereIsNoFileOfPapersToFillIn() {
        Api.as(officer()).get("/v1/imports/template.csv?kind=PAPERS").then().spec(problem(400, "invalid-parameter"));
    }

    @Test
    void aJobHasAtMostFiveHundredPapers() {
        World world = started();
        World.execute(COPIES, 501, UUID.fromString(enrolledAtSite(world)));
        String body = "{\"kind\":\"CERTIFICATE\",\"agreementId\":\"%s\",\"academicYear\":\"%s\"}"
                .formatted(world.agreement, PAST_YEAR);

        issue(world.token(), body).then().spec(problem(409, "too-many-papers"));
        issue(world.token(), body.replace(PAST_YEAR, "1999-2000")).then().spec(problem(404, "not-found"));
    }

    /** 30 papers are two chunks. The second one waits for the last enrollment when its worker is killed. */
    @Test
    void aJobWhoseWorkerIsKilledGoesOnAndIssuesEachPaperOnce() throws Exception {
        World world = started();
        World.execute(COPIES, 30, UUID.fromString(enrolledAtSite(world)));
        Response opened = issue(
                world.token(),
                "{\"kind\":\"CERTIFICATE\",\"siteId\":\"%s\",\"academicYear\":\"%s\"}"
                        .formatted(world.site, PAST_YEAR));
        opened.then().statusCode(202).body("kind", equalTo("PAPERS")).body("counts.rows", is(30));
        String job = opened.path("id");
        UUID last = RowSecurity.id(
                "select enrollment_id from import_row where job_id = ? order by number desc limit 1",
                UUID.fromString(job));
        try (OpenTransaction locked =
                new OpenTransaction().execute("select 1 from enrollment where id = ? for update", last)) {
            CompletableFuture<Void> killed = CompletableFuture.runAsync(worker::run);
            locked.awaitWaiting();
            try (Connection service = OwnerDatabase.connectAsService();
                    PreparedStatement terminate = service.prepareStatement(TERMINATE)) {
                terminate.execute();
            }
            killed.get(30, TimeUnit.SECONDS);
        }
        Api.as(world.token())
                .get("/v1/imports/" + job)
                .then()
                .body("state", equalTo("RUNNING"))
                .body("counts.accepted", is(PapersImport.AT_ONCE));

        worker.run();

        Api.as(world.token())
                .get("/v1/imports/" + job)
                .then()
                .body("state", equalTo("DONE"))
                .body("counts.accepted", is(30));
        assertThat(papersOf("academic_year = ?", PAST_YEAR)).isEqualTo(30);
        List<String> texts = new ArrayList<>();
        Response answer = file(world.token(), job);
        assertThat(answer.contentType()).isEqualTo("application/zip");
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.asByteArray()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertThat(entry.getName()).matches("\\d{3}-Étudiant-\\d{6}-Camille\\.pdf");
                texts.add(textOf(zip.readAllBytes()));
            }
        }
        assertThat(texts).hasSize(30).allSatisfy(text -> assertThat(text).contains("Certificat d’inscription"));
        assertThat(texts.stream().map(PapersIT::codeOf).distinct()).hasSize(30);
        texts.forEach(text -> assertValid(codeOf(text), true));
    }

    /** The files end with the job; what was issued stays verifiable. */
    @Test
    void theFileIsDeletedWithItsJob() throws IOException {
        World world = World.published();
        String job = issued(world.token(), certificateOf(world.enrolled()));
        String code = codeOf(textOf(pdf(world.token(), job)));
        World.execute(
                "update import_job set ended_at = ended_at - interval '8 days' where id = ?", UUID.fromString(job));

        worker.purge();

        Api.as(world.token()).get("/v1/imports/" + job + "/papers").then().spec(problem(404, "not-found"));
        assertValid(code, true);
    }
}
