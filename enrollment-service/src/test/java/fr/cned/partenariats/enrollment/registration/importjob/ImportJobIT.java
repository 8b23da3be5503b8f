package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.accepted;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.fileOf;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.job;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.row;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.rows;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.send;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.micrometer.core.instrument.MeterRegistry;
import io.restassured.response.Response;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@EnrollmentIT
class ImportJobIT {

    @Inject
    ImportWorker worker;

    @Inject
    ImportMetrics measured;

    @Inject
    MeterRegistry metrics;

    private static World world(int seats) {
        World world = new World();
        world.seats = seats;
        world.capacity = seats;
        return world.publish();
    }

    private Response ended(World world, Response sent) {
        String id = accepted(sent);
        worker.run();
        return job(world, id);
    }

    @Test
    void openImportsAreMeasured() {
        worker.run();
        World world = world(1);
        accepted(send(world, rows(world, 1)));
        measured.measure();
        assertThat(metrics.get("imports.open").gauge().value()).isEqualTo(1);
        assertThat(metrics.get("imports.idle.seconds").gauge().value()).isBetween(0.0, 60.0);

        worker.run();
        measured.measure();
        assertThat(metrics.get("imports.open").gauge().value()).isZero();
        assertThat(metrics.get("imports.idle.seconds").gauge().value()).isZero();
    }

    @Test
    void theRowsOfAFileAreRegisteredByAJob() {
        World world = world(10);
        Response sent = send(world, rows(world, 3));
        sent.then()
                .body("state", equalTo("WAITING"))
                .body("counts.rows", is(3))
                .body("counts.pending", is(3))
                .body("percent", is(0));
        String id = accepted(sent);

        worker.run();

        job(world, id)
                .then()
                .statusCode(200)
                .body("state", equalTo("DONE"))
                .body("counts.accepted", is(3))
                .body("counts.pending", is(0))
                .body("percent", is(100))
                .body("endedAt", notNullValue())
                .body("deletedAt", notNullValue());
        assertThat(world.seat()).containsEntry("used", 3L);
        Response listed = Api.as(world.token()).get("/v1/imports/" + id + "/rows?limit=2");
        listed.then()
                .body("items.number", contains(1, 2))
                .body("items.outcome", everyItem(equalTo("ACCEPTED")))
                .body("items[0].errors", nullValue());
        Api.as(world.token())
                .get("/v1/imports/" + id + "/rows?limit=2&cursor=" + listed.path("next"))
                .then()
                .body("items.number", contains(3))
                .body("next", nullValue());
        Api.as(world.token())
                .get("/v1/enrollments/" + listed.path("items[1].enrollmentId"))
                .then()
                .statusCode(200)
                .body("studentId", equalTo(listed.path("items[1].studentId")))
                .body("state", equalTo("CONFIRMED"));
    }

    /** Five of a hundred rows are bad. Corrected, they are accepted. The whole file again registers nobody. */
    @Test
    void rejectedRowsAreCorrectedAndSentBack() {
        World world = world(200);
        List<String> rows = new ArrayList<>(rows(world, 95));
        String unknown = UUID.randomUUID().toString();
        rows.add(10, row(unknown, "=HYPERLINK(1)", "2004-05-06"));
        rows.add(20, row(unknown, "Deux", "2004-05-06"));
        rows.add(30, row(world.offering.toString(), "Trois", "31/02/2004"));
        rows.add(40, row(world.offering.toString(), "\"Quatre, dit \"\"le Grand\"\"\"", "yesterday"));
        rows.add(50, row(unknown, "Cinq", "2004-05-06"));
        String file = fileOf(rows);

        Response ended = ended(world, send(world, file, ""));
        ended.then()
                .body("state", equalTo("DONE"))
                .body("counts.rows", is(100))
                .body("counts.accepted", is(95))
                .body("counts.refused", is(3))
                .body("counts.malformed", is(2));
        String id = ended.path("id");
        Api.as(world.token())
                .get("/v1/imports/" + id + "/rows?outcome=MALFORMED")
                .then()
                .body("items.number", contains(31, 41))
                .body("items[0].errors.code", contains("no-such-day"))
                .body("items[0].errors.column", contains("date de naissance"));
        Api.as(world.token())
                .get("/v1/imports/" + id + "/rows?outcome=REFUSED")
                .then()
                .body("items.number", contains(11, 21, 51))
                .body("items[0].errors.code", contains("not-found"))
                .body("items[0].errors.column", contains("session"));

        String rejects = ImportFile.rejects(world, id);
        assertThat(rejects.lines()).hasSize(6);
        assertThat(rejects)
                .startsWith("\uFEFF" + ImportFile.HEADER + ";code;colonne;texte\r\n")
                .contains(";'=HYPERLINK(1);")
                .contains("no-such-day;date de naissance;Le jour 31/02/2004 n’existe pas");
        String corrected = rejects.replace(unknown, world.offering.toString())
                .replace("31/02/2004", "28/02/2004")
                .replace("yesterday", "2004-05-06");
        ended(world, send(world, corrected, ""))
                .then()
                .body("counts.accepted", is(5))
                .body("counts.rows", is(5));
        assertThat(World.number(
                        "select count(*) from student where partner_id = ? and family_name in ('=HYPERLINK(1)', ?)",
                        world.partner,
                        "Quatre, dit \"le Grand\""))
                .isEqualTo(2);

        ended(world, send(world, file, ""))
                .then()
                .body("counts.accepted", is(0))
                .body("counts.repeated", is(95));
        assertThat(world.seat()).containsEntry("used", 100L);
        assertThat(world.holding()).isEqualTo(100);
    }

    /** The index of identities has a limit. A name beyond it must not fail the whole file. */
    @Test
    void aVeryLongNameCostsOnlyItsRow() {
        World world = world(10);
        String name = IntStream.range(0, 5_000)
                .mapToObj(i -> String.valueOf((char) ('a' + (i * i * 31 + i * 7) % 26)))
                .collect(joining());
        ended(world, send(world, List.of(row(world), row(world.offering.toString(), name, "2004-05-06"), row(world))))
                .then()
                .body("counts.accepted", is(2))
                .body("counts.malformed", is(1));
    }

    @Test
    void theRejectsKeepCellsWithoutAColumn() {
        World world = world(10);
        String id = ended(world, send(world, List.of(row(world) + ";unquoted; cells")))
                .then()
                .body("counts.malformed", is(1))
                .extract()
                .path("id");
        assertThat(ImportFile.rejects(world, id)).contains(";\"Quimperlé;unquoted; cells\";wrong-number-of-cells;");
    }

    @Test
    void aRowTwiceInAFileIsRegisteredOnce() {
        World world = world(10);
        String row = row(world);
        Response ended = ended(world, send(world, List.of(row, row, row(world), row)));
        ended.then().body("counts.accepted", is(2)).body("counts.repeated", is(2));
        Response rows = Api.as(world.token()).get("/v1/imports/" + ended.path("id") + "/rows");
        rows.then().body("items.outcome", contains("ACCEPTED", "REPEATED", "ACCEPTED", "REPEATED"));
        assertThat((String) rows.path("items[3].enrollmentId")).isEqualTo(rows.path("items[0].enrollmentId"));
        assertThat(world.holding()).isEqualTo(2);
    }

    @Test
    void aRequestTwiceIsOneJob() {
        World world = world(10);
        String key = UUID.randomUUID().toString();
        String query = "?agreementId=" + world.agreement;
        String file = fileOf(rows(world, 2));
        String id = accepted(send(world.token(), file, query, key));

        Response again = send(world.token(), file, query, key);

        again.then().header("Idempotency-Replayed", "true").body("id", equalTo(id));
        send(world.token(), fileOf(rows(world, 1)), query, key).then().spec(problem(422, "idempotency-key-reused"));
        send(world.token(), file, query + "&dryRun=true", key).then().spec(problem(422, "idempotency-key-reused"));
        assertThat(World.number("select count(*) from import_job where partner_id = ?", world.partner))
                .isEqualTo(1);
        worker.run();
    }

    @Test
    void aDryRunPredictsTheOutcomesAndWritesNothing() {
        World world = world(600);
        List<String> rows = new ArrayList<>(rows(world, 603));
        rows.add(row(world.offering.toString(), "Zoé", "2004-02-30"));

        Response ended = ended(world, send(world, fileOf(rows), "&dryRun=true"));

        ended.then()
                .body("state", equalTo("DONE"))
                .body("dryRun", is(true))
                .body("counts.accepted", is(600))
                .body("counts.refused", is(3))
                .body("counts.malformed", is(1));
        Api.as(world.token())
                .get("/v1/imports/" + ended.path("id") + "/rows?outcome=REFUSED")
                .then()
                .body("items.errors.flatten().code", hasItem("no-place-left"));
        assertThat(world.seat()).containsEntry("used", 0L);
        assertThat(World.number("select count(*) from student where partner_id = ?", world.partner))
                .isZero();
        ended(world, send(world, fileOf(rows), ""))
                .then()
                .body("counts.accepted", is(600))
                .body("counts.refused", is(3));
    }

    /** The rows of one transaction are 500. What a dry run would have registered before them decides about the others. */
    @Test
    void aDryRunOfALongFilePredictsWhatEarlierRowsDecide() {
        World world = world(600);
        List<String> rows = new ArrayList<>();
        rows.add(referring(world, "I-1", "S-1", "Le Goff", "120890177HA"));
        IntStream.range(0, 500).forEach(i -> rows.add(referring(world, "", "", "Étudiant " + i, "")));
        rows.add(referring(world, "I-1", "S-1", "Le Goff", "120890177HA")); // the same
        rows.add(referring(world, "I-2", "S-1", "", "")); // enrolled already
        rows.add(referring(world, "I-1", "S-3", "Martin", "")); // another one with the reference
        rows.add(referring(world, "I-4", "S-1", "Petit", ""));
        rows.add(referring(world, "I-5", "S-5", "Durand", "120890177HA"));
        rows.add(referring(world, "I-6", "S-9", "", ""));
        rows.add(referring(world, "I-7", "S-7", "Moreau", ""));
        String file = rows.stream()
                .collect(joining(
                        "\n",
                        "référence;référence étudiant;session;nom;prénoms;date de naissance;lieu de naissance;INE\n",
                        ""));

        Response predicted = ended(world, send(world, file, "&dryRun=true"));
        List<Object> refusedInDryRun = refused(world, predicted);
        Response registered = ended(world, send(world, file, ""));

        for (Response job : List.of(predicted, registered)) {
            job.then()
                    .body("state", equalTo("DONE"))
                    .body("counts.accepted", is(502))
                    .body("counts.repeated", is(1))
                    .body("counts.refused", is(5));
        }
        assertThat(refusedInDryRun).isEqualTo(refused(world, registered));
    }

    /** The last rows depend on the second one, which depends on the first. */
    @Test
    void aDryRunPredictsWhatRowsOfOtherRowsDecide() {
        World world = world(600);
        World other = World.sharingPartnerOf(world).publish();
        List<String> rows = new ArrayList<>();
        rows.add(referring(world, "I-1", "S-1", "Le Goff", world.agreementNumber()));
        rows.add(referring(other, "I-2", "S-1", "", world.agreementNumber()));
        IntStream.range(0, 500)
                .forEach(i -> rows.add(referring(world, "", "", "Étudiant " + i, world.agreementNumber())));
        rows.add(referring(world, "I-2", "", "Martin", world.agreementNumber()));
        rows.add(referring(other, "I-3", "", "Le Goff", world.agreementNumber()));
        String file = rows.stream()
                .collect(joining(
                        "\n",
                        "référence;référence étudiant;session;nom;prénoms;date de naissance;lieu de naissance;convention\n",
                        ""));

        List<Object> refused = new ArrayList<>();
        for (String query : List.of("?dryRun=true", "")) {
            Response job = ended(
                    world, send(world.token(), file, query, UUID.randomUUID().toString()));
            job.then().body("state", equalTo("DONE"));
            refused.add(refused(world, job));
        }
        assertThat(refused.get(0)).asInstanceOf(LIST).hasSize(2).isEqualTo(refused.get(1));
    }

    private static String referring(World world, String reference, String student, String name, String ine) {
        String person = name.isEmpty() ? ";;;" : name + ";Camille;2004-05-06;Quimperlé";
        return String.join(";", reference, student, world.offering.toString(), person, ine);
    }

    private static List<Object> refused(World world, Response job) {
        return Api.as(world.token())
                .get("/v1/imports/" + job.path("id") + "/rows?outcome=REFUSED")
                .jsonPath()
                .getList("items.collect { [it.number, it.errors.code] }");
    }

    @Test
    void abortEndsTheJobAtTheFirstFaultyRow() {
        World world = world(10);
        String malformed = row(world.offering.toString(), "Zoé", "2004-02-30");
        String refused = row(UUID.randomUUID().toString(), "Zoé", "2004-02-03");
        for (String faulty : List.of(malformed, refused)) {
            Response ended = ended(
                    world, send(world, fileOf(List.of(row(world), row(world), faulty, row(world))), "&onError=abort"));
            ended.then()
                    .body("state", equalTo("ABORTED"))
                    .body("onError", equalTo("abort"))
                    .body("counts.accepted", is(2))
                    .body("counts.refused", is(faulty.equals(refused) ? 1 : 0))
                    .body("counts.skipped", is(1));
            Api.as(world.token())
                    .get("/v1/imports/" + ended.path("id") + "/rows?outcome=SKIPPED")
                    .then()
                    .body("items.number", contains(4));
        }
        assertThat(world.seat()).containsEntry("used", 4L);
        send(world, fileOf(rows(world, 1)), "&onError=stop").then().spec(problem(400, "invalid-parameter"));
    }

    @Test
    void aJobWithTooManyFaultyRowsIsAborted() {
        World world = world(10);
        List<String> malformed = new ArrayList<>(rows(world, 8));
        malformed.add(row(world.offering.toString(), "Zoé", "2004-02-30"));
        malformed.add(row(world.offering.toString(), "Zoé", "2004-02-31"));
        ended(world, send(world, fileOf(malformed), "&maxErrorRate=0.1999"))
                .then()
                .body("state", equalTo("ABORTED"))
                .body("counts.accepted", is(0))
                .body("counts.skipped", is(8));
        assertThat(world.seat()).containsEntry("used", 0L);
        ended(world, send(world, fileOf(malformed), "&maxErrorRate=0.2"))
                .then()
                .body("state", equalTo("DONE"))
                .body("counts.accepted", is(8));
        send(world, fileOf(malformed), "&maxErrorRate=5%25").then().spec(problem(400, "invalid-parameter"));
    }

    @Test
    void anOfficerImportsForAnyPartner() {
        World world = world(10);
        String officer = Tokens.withRole("enrollment-officer");
        Response sent = send(
                officer,
                fileOf(rows(world, 2)),
                "?agreementId=" + world.agreement,
                UUID.randomUUID().toString());
        String id = accepted(sent);
        worker.run();
        Api.as(officer).get("/v1/imports/" + id).then().body("counts.accepted", is(2));
        job(world, id).then().spec(problem(404, "not-found"));
        send(World.published().token(), fileOf(rows(world, 1)), "?agreementId=" + world.agreement, "k1")
                .then()
                .spec(problem(404, "not-found"));
    }

    @Test
    void aFileMayBeWindows1252OrJsonLines() throws Exception {
        World world = world(10);
        byte[] bytes = fileOf(List.of(row(world.offering.toString(), "Zoé Çelik", "2004-05-06")))
                .getBytes("windows-1252");
        HttpResponse<String> detected = ImportFile.sendBytes(world, "text/csv", BodyPublishers.ofByteArray(bytes));
        assertThat(detected.statusCode()).as(detected.body()).isEqualTo(202);
        String line = "{\"offeringId\":\"%s\",\"student\":%s}\n".formatted(world.offering, World.student());
        assertThat(ImportFile.sendBytes(world, "application/x-ndjson", BodyPublishers.ofString(line + "{\"x\":1}\n"))
                        .statusCode())
                .isEqualTo(202);
        worker.run();
        assertThat(World.number(
                        "select count(*) from student where partner_id = ? and family_name = 'Zoé Çelik'",
                        world.partner))
                .isEqualTo(1);
        assertThat(world.seat()).containsEntry("used", 2L);
        assertThat(ImportFile.sendBytes(world, "text/csv; charset=utf-16", BodyPublishers.ofString("nom"))
                        .statusCode())
                .isEqualTo(415);
        assertThat(ImportFile.sendBytes(world, "text/plain", BodyPublishers.ofString("nom"))
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void aWrongHeaderIsRefusedByName() {
        World world = world(10);
        send(world, "session;nom;couleur\n", "")
                .then()
                .spec(problem(400, "invalid-request"))
                .body("errors.code", contains("unknown-column"))
                .body("errors[0].detail", containsString("couleur"));
        send(world, "nom;prénoms\n", "").then().body("errors.code", contains("missing-column"));
        send(world.token(), "session;nom\n", "", "k2").then().body("errors.pointer", contains("/agreementId"));
        send(world, "", "").then().spec(problem(400, "no-header-line"));
        assertThat(World.number("select count(*) from import_job where partner_id = ?", world.partner))
                .isZero();
    }

    @Test
    void aFileThatIsTooLargeIsRefusedAndLeavesNothing() throws Exception {
        World world = world(10);
        String line = "x;x\n";
        String tooMany = "session;nom\n" + line.repeat(50_001);
        HttpResponse<String> rows = ImportFile.sendBytes(world, "text/csv", BodyPublishers.ofString(tooMany));
        assertThat(rows.statusCode()).as(rows.body()).isEqualTo(413);
        assertThat(rows.body()).contains("too-many-rows");

        byte[] tooLarge = ("session;nom\n" + "x".repeat(10 * 1024 * 1024)).getBytes(UTF_8);
        byte[] large = Arrays.copyOf(tooLarge, 10 * 1024 * 1024 + 1);
        HttpResponse<String> announced = ImportFile.sendBytes(world, "text/csv", BodyPublishers.ofByteArray(large));
        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(announced.body()).contains("body-too-large");
        HttpResponse<String> chunked = ImportFile.sendBytes(
                world, "text/csv", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));
        assertThat(chunked.statusCode()).isEqualTo(413);
        // the answer does not wait until the rows that came before the limit are deleted
        await().untilAsserted(() -> assertThat(
                        World.number("select count(*) from import_job where partner_id = ?", world.partner))
                .isZero());
    }

    @Test
    void aPartnerImportsALimitedNumberOfRowsADay() {
        World world = world(10);
        accepted(send(world, rows(world, 1)));
        World.execute("update import_job set row_count = 199999 where partner_id = ?", world.partner);
        send(world, rows(world, 2))
                .then()
                .spec(problem(429, "imports-of-the-day"))
                .header("Retry-After", Integer::parseInt, allOf(greaterThan(0), lessThanOrEqualTo(25 * 3_600)));
        assertThat(World.number("select count(*) from import_job where partner_id = ?", world.partner))
                .as("nothing of a refused file is kept")
                .isEqualTo(1);
        World other = world(10);
        accepted(send(other, rows(other, 2)));
    }

    @Test
    void aClientHasAtMostTwoOpenJobs() {
        World world = world(10);
        accepted(send(world, rows(world, 1)));
        accepted(send(world, rows(world, 1)));
        send(world, rows(world, 1))
                .then()
                .spec(problem(429, "too-many-import-jobs"))
                .header("Retry-After", "10");
        worker.run();
        ended(world, send(world, rows(world, 1))).then().body("counts.accepted", is(1));
    }

    /** All persons of the workspace share a client. */
    @Test
    void theFilesOfAPartnerDoNotCountForTheOffice() {
        World world = world(10);
        World other = world(10);
        accepted(sendBy(person("partner", world.partner), world));
        accepted(sendBy(person("partner", world.partner), world));
        sendBy(person("partner", world.partner), world).then().statusCode(429);

        accepted(sendBy(person("partner", other.partner), other));
        accepted(sendBy(person("enrollment-officer", null), world));
    }

    private static Response sendBy(String token, World world) {
        return send(
                token,
                fileOf(rows(world, 1)),
                "?agreementId=" + world.agreement,
                UUID.randomUUID().toString());
    }

    private static String person(String role, @Nullable UUID partner) {
        JwtClaimsBuilder claims = Tokens.claims("portal", role);
        return Tokens.sign(partner == null ? claims : claims.claim("partner_id", partner.toString()));
    }

    @Test
    void aProgramThatOnlyReadsEnrollmentsDoesNotGetTheRejectedStudents() {
        World world = world(10);
        String id = ended(world, send(world, List.of(row(world.offering.toString(), "Sans jour", "31/02/2004"))))
                .path("id");
        String path = "/v1/imports/" + id + "/rejects.csv";
        Api.as(Tokens.partnerWithScopes(world.partner, "enrollments:read"))
                .get(path)
                .then()
                .spec(problem(403, "missing-scope"))
                .body("requiredScope", equalTo("students:read"));
        for (String more : List.of("enrollments:write", "students:read")) {
            Api.as(Tokens.partnerWithScopes(world.partner, "enrollments:read", more))
                    .get(path)
                    .then()
                    .statusCode(200);
        }
    }

    /** The service stopped while a client sent files. */
    @Test
    void anUploadThatStoppedIsDeletedAndNoLongerCounts() {
        World world = world(10);
        accepted(send(world, rows(world, 1)));
        accepted(send(world, rows(world, 1)));
        World.execute(
                "update import_job set state = 'RECEIVING', touched_at = touched_at - interval '2 minutes'"
                        + " where partner_id = ?",
                world.partner);
        worker.purge();
        send(world, rows(world, 1)).then().spec(problem(429, "too-many-import-jobs"));
        World.execute(
                "update import_job set touched_at = touched_at - interval '2 minutes' where partner_id = ?",
                world.partner);

        worker.purge();

        assertThat(World.number("select count(*) from import_row where partner_id = ?", world.partner))
                .isZero();
        ended(world, send(world, rows(world, 1))).then().body("counts.accepted", is(1));
    }

    @Test
    void theTemplateIsAFileThatCanBeImported() {
        World world = world(10);
        for (String language : List.of("en", "fr")) {
            String template = Api.as(world.token())
                    .header("Accept-Language", language)
                    .get("/v1/imports/template.csv")
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString();
            assertThat(template).contains(language.equals("fr") ? ";prénoms;" : ",givenNames,");
            ended(world, send(world, template, "")).then().body("state", equalTo("DONE"));
        }
    }

    @Test
    void aCancelledJobIsNotProcessed() {
        World world = world(10);
        String id = accepted(send(world, rows(world, 2)));
        Api.as(world.token())
                .post("/v1/imports/" + id + "/cancellation")
                .then()
                .statusCode(200)
                .body("state", equalTo("CANCELLED"))
                .body("counts.skipped", is(2));
        worker.run();
        assertThat(world.seat()).containsEntry("used", 0L);
        Api.as(world.token())
                .post("/v1/imports/" + id + "/cancellation")
                .then()
                .spec(problem(409, "illegal-transition"));
        Api.as(world.token())
                .get("/v1/imports/" + id + "/rows")
                .then()
                .body("items", hasSize(2))
                .body("items.outcome", everyItem(equalTo("SKIPPED")));
    }

    /** The statements of a chunk do not depend on the number of its rows. */
    @Test
    void aChunkOfManyRowsNeedsAsManyStatementsAsOneRow() {
        World world = world(900);
        worker.run();
        accepted(send(world, rows(world, 1)));
        Map<String, Long> one = SqlCount.during(worker::run);
        accepted(send(world, rows(world, 400)));
        Map<String, Long> many = SqlCount.during(worker::run);

        assertThat(World.number("select count(*) from enrollment where partner_id = ?", world.partner))
                .isEqualTo(401);
        assertThat(SqlCount.total(many))
                .as(many.toString())
                .isLessThanOrEqualTo(SqlCount.total(one) + 10); // jobs run meanwhile
        assertThat(SqlCount.total(one)).as(one.toString()).isLessThan(30);
    }
}
