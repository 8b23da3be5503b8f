package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.accepted;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.job;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.sendBytes;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.sendHours;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.Weeks;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.enrollment.ScheduledChanges;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A month of a site's hours arrives in one file. */
@EnrollmentIT
class AttendanceImportIT {

    @Inject
    ImportWorker worker;

    private World world;
    private List<String> enrollments;

    private void activeStudents(int count) {
        world = Weeks.started();
        world.seats = count;
        world.capacity = count;
        world.publish();
        enrollments = Stream.generate(world::enrolled).limit(count).toList();
        for (int i = 0; i < count; i++) {
            World.execute(
                    "update enrollment set reference = ? where id = ?", "E-" + i, UUID.fromString(enrollments.get(i)));
        }
        ScheduledChanges.run();
    }

    private Response ended(String file, String query) {
        String id = accepted(sendHours(world, file, query));
        worker.run();
        return job(world, id);
    }

    private static String of(Response job, String path) {
        return "/v1/imports/" + job.path("id") + path;
    }

    private long hours() {
        return World.number("select coalesce(sum(hours), 0) from attendance where partner_id = ?", world.partner);
    }

    private String month() {
        StringBuilder file = new StringBuilder("référence;semaine;heures\n");
        for (int student = 0; student < enrollments.size(); student++) {
            for (int week = 1; week <= 4; week++) {
                file.append("E-" + student + ';' + Weeks.ago(week) + ";20,5\n");
            }
        }
        return file.toString();
    }

    @Test
    void aFileMayBeAsLargeAsTheContractSays() throws Exception {
        activeStudents(1);
        byte[] file = (month() + ";;\n".repeat(100_000)).getBytes(UTF_8);
        String path = "/v1/imports/attendance?siteId=" + world.site;
        assertThat(sendBytes(world, path, "text/csv", BodyPublishers.ofByteArray(file))
                        .statusCode())
                .isEqualTo(202);
        HttpResponse<String> chunked =
                sendBytes(world, path, "text/csv", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(file)));
        assertThat(chunked.statusCode()).as(chunked.body()).isEqualTo(202);
    }

    @Test
    void aMonthOfHoursIsDeclaredByOneFile() {
        activeStudents(5);

        Response ended = ended(month(), "");

        ended.then()
                .body("kind", equalTo("ATTENDANCE"))
                .body("state", equalTo("DONE"))
                .body("counts.accepted", is(20));
        assertThat(hours()).isEqualTo(410);
        Api.as(world.token())
                .get("/v1/attendance?enrollmentId=" + enrollments.get(4))
                .then()
                .body("items", hasSize(4))
                .body("items[0].hours", equalTo(20.5f))
                .body("items[0].siteId", equalTo(world.site.toString()));
        Api.as(world.token())
                .get(of(ended, "/rows"))
                .then()
                .body("items[0].reference", equalTo("E-0"))
                .body("items[0].enrollmentId", equalTo(enrollments.get(0)));

        ended(month(), "").then().body("counts.accepted", is(0)).body("counts.repeated", is(20));
        ended("reference,week,hours\nE-4," + Weeks.ago(1) + ",30\n", "").then().body("counts.accepted", is(1));
        Api.as(world.token())
                .get("/v1/attendance?enrollmentId=" + enrollments.get(4) + "&week=" + Weeks.ago(1))
                .then()
                .body("items[0].hours", equalTo(30f))
                .body("items[0].history.hours", contains(20.5f));
    }

    /** Each kind of refused row; the corrected rejects are accepted. */
    @Test
    void aRefusedRowDoesNotRefuseTheOthers() {
        activeStudents(3);
        String stranger = Weeks.started().publish().enrolled();
        String week = Weeks.ago(1);
        String file = "enrollmentId;reference;week;hours;siteId\n"
                + enrollments.get(0) + ";;" + week + ";20;\n"
                + enrollments.get(1) + ";;" + week + ";169;\n" // 2: malformed
                + ";E-9;" + week + ";20;\n" // 3: unknown
                + stranger + ";;" + week + ";20;\n" // 4: another partner's
                + enrollments.get(1) + ";;" + Weeks.ago(6) + ";20;\n" // 5: before the offering
                + enrollments.get(1) + ";;" + Weeks.ago(-1) + ";20;\n" // 6: not begun
                + enrollments.get(1) + ";;" + week + ";20;" + UUID.randomUUID() + "\n" // 7: unknown site
                + enrollments.get(0) + ";;" + week + ";21;\n" // 8: twice
                + ";E-0;" + week + ";22;\n" // 9: twice, by its reference
                + ";;" + week + ";22;\n" // 10: malformed
                + ";E-2;" + week + ";20;\n";

        Response ended = ended(file, "");

        ended.then()
                .body("counts.accepted", is(2))
                .body("counts.malformed", is(2))
                .body("counts.refused", is(7));
        Api.as(world.token())
                .get(of(ended, "/rows?outcome=REFUSED"))
                .then()
                .body("items.number", contains(3, 4, 5, 6, 7, 8, 9))
                .body(
                        "items.collect { it.errors[0].code }",
                        contains(
                                "not-found",
                                "not-found",
                                "week-outside-offering",
                                "week-not-begun",
                                "not-found",
                                "given-twice",
                                "given-twice"))
                .body(
                        "items.collect { it.errors[0].column }",
                        contains(
                                "reference",
                                "enrollmentId",
                                "enrollmentId",
                                "week",
                                "siteId",
                                "enrollmentId",
                                "reference"));
        Api.as(world.token())
                .get(of(ended, "/rows?outcome=MALFORMED"))
                .then()
                .body("items.collect { it.errors[0].column }", contains("hours", "reference"));
        assertThat(hours()).isEqualTo(40);
        String rejects = ImportFile.rejects(world, ended.path("id"));
        assertThat(rejects.lines()).hasSize(10);
        ended(rejects.lines().limit(2).reduce("", (a, b) -> a + b + '\n').replace(";169;", ";16;"), "")
                .then()
                .body("counts.accepted", is(1));
        assertThat(hours()).isEqualTo(56);
    }

    /** The id of the site is that of the whole file. */
    @Test
    void hoursThatARowGivesAgainByTheNameOfTheSiteAreDeclaredOnce() {
        activeStudents(1);
        String row = "E-0;" + Weeks.ago(1) + ";20;";

        Response ended = ended("reference;week;hours;siteId\n" + row + '\n' + row + world.siteName + '\n', "");

        ended.then().body("counts.accepted", is(1)).body("counts.refused", is(1));
        Api.as(world.token())
                .get(of(ended, "/rows?outcome=REFUSED"))
                .then()
                .body("items.number", contains(2))
                .body("items[0].errors.code", contains("given-twice"));
        assertThat(hours()).isEqualTo(20);
    }

    /** The rows of one transaction are 500. */
    @Test
    void hoursThatAMuchLaterRowGivesAgainByTheNameOfTheSiteAreDeclaredOnce() {
        activeStudents(1);
        String week = Weeks.ago(1);
        String unknown = IntStream.range(0, ImportChunk.SIZE)
                .mapToObj(i -> "X-%d;%s;7;\n".formatted(i, week))
                .collect(joining());
        String file = "reference;week;hours;siteId\nE-0;" + week + ";20;\n" + unknown + "E-0;" + week + ";22;"
                + world.siteName + '\n';

        for (String query : new String[] {"&dryRun=true", ""}) {
            Response ended = ended(file, query);
            ended.then().body("counts.accepted", is(1)).body("counts.refused", is(501));
            assertThat(ImportFile.rejects(world, ended.path("id"))).contains("E-0;" + week + ";22;" + world.siteName);
        }
        assertThat(hours()).isEqualTo(20);
    }

    private Response sentTo(String path, String token, String file) {
        String id =
                accepted(ImportFile.sendTo(path, token, file, UUID.randomUUID().toString()));
        worker.run();
        return Api.as(token).get("/v1/imports/" + id);
    }

    /** As in files of registrations and changes. */
    @Test
    void aRowMayNameTheSiteAndTheStudent() {
        activeStudents(2);
        World second = World.sharingPartnerOf(world);
        second.siteName = "Campus connecté d’Évry";
        second.publish();
        World.execute(
                "update student set reference = 'S-1' where id = (select student_id from enrollment where id = ?)",
                UUID.fromString(enrollments.get(1)));
        String header = "référence;numéro étudiant;formation;année universitaire;semaine;heures;site\n";
        String week = Weeks.ago(1);
        String student = ";S-1;%s;2026/2027;%s;".formatted(world.trainingCode(), week);
        String rows = "E-0;;;;" + week + ";20;campus connecte d'evry\n" // accepted
                + student + "21;Campus connecté d’Évry\n" // accepted
                + student + "22;Campus connecté d’Évry\n" // twice
                + "E-1;;;;" + week + ";21;campus connecte d'evry\n" // twice, by the reference of the enrollment
                + "E-0;;;;" + week + ";20;Campus d’Ivry\n"
                + ";S-9;%s;2026-2027;%s;7;%s\n".formatted(world.trainingCode(), week, world.site)
                + ";S-1;;;" + week + ";7;" + world.site + '\n';

        Response ended = sentTo("/v1/imports/attendance", world.token(), header + rows);

        ended.then()
                .body("counts.accepted", is(2))
                .body("counts.refused", is(4))
                .body("counts.malformed", is(1));
        Api.as(world.token())
                .get(of(ended, "/rows?outcome=REFUSED"))
                .then()
                .body(
                        "items.collect { it.errors[0].code }",
                        contains("given-twice", "given-twice", "unknown-name", "not-found"))
                .body(
                        "items.collect { it.errors[0].column }",
                        contains("numéro étudiant", "référence", "site", "numéro étudiant"));
        assertThat(hours()).isEqualTo(41);
        Api.as(world.token())
                .get("/v1/attendance?enrollmentId=" + enrollments.get(1))
                .then()
                .body("items.siteId", contains(second.site.toString()));
    }

    @Test
    void anOfficerAddsThePartnerToTheNameOfASite() {
        activeStudents(1);
        String officer = Tokens.withRole("enrollment-officer");
        String header = "référence;semaine;heures;site;partenaire\n";
        String row = "E-0;%s;10;%s;".formatted(Weeks.ago(1), world.siteName);
        Api.as(officer)
                .get(of(sentTo("/v1/imports/attendance", officer, header + row + '\n'), "/rows"))
                .then()
                .body("items[0].errors.code", hasItem("required"))
                .body("items[0].errors.column", hasItem("partenaire"));
        sentTo("/v1/imports/attendance", officer, header + row + world.partner + '\n')
                .then()
                .body("counts.accepted", is(1));
    }

    @Test
    void aStudentOfTheSitesPartnerIsNamedByAnOfficer() {
        activeStudents(1);
        World.execute(
                "update student set reference = 'S-1' where id = (select student_id from enrollment where id = ?)",
                UUID.fromString(enrollments.get(0)));
        String officer = Tokens.withRole("enrollment-officer");
        sentTo(
                        "/v1/imports/attendance?siteId=" + world.site,
                        officer,
                        "numéro étudiant;formation;année;semaine;heures\nS-1;%s;2026-2027;%s;10\n"
                                .formatted(world.trainingCode(), Weeks.ago(1)))
                .then()
                .body("counts.accepted", is(1));
    }

    /** The hours of all sites are at most 168. Only the rows of that person are refused, and their hours stay. */
    @Test
    void anOverfullWeekRefusesTheRowsOfThatPersonOnly() {
        activeStudents(2);
        World otherSite = World.sharingPartnerOf(world).publish();
        String week = Weeks.ago(1);
        ended("reference,week,hours\nE-0,%s,100\n".formatted(week), "").then().body("counts.accepted", is(1));
        String file = "reference,week,hours,siteId\nE-0,%s,69,%s\nE-1,%s,69,%s\n"
                .formatted(week, otherSite.site, week, otherSite.site);

        Response ended = ended(file, "");

        ended.then().body("counts.accepted", is(1)).body("counts.refused", is(1));
        Api.as(world.token())
                .get(of(ended, "/rows?outcome=REFUSED"))
                .then()
                .body("items.number", contains(1))
                .body("items[0].errors.code", contains("more-hours-than-a-week-has"))
                .body("items[0].errors.column", contains("hours"));
        assertThat(hours()).isEqualTo(169);
    }

    @Test
    void aDryRunOfHoursWritesNothing() {
        activeStudents(2);
        ended(month(), "&dryRun=true").then().body("state", equalTo("DONE")).body("counts.accepted", is(8));
        assertThat(hours()).isZero();
        assertThat(World.number("select count(*) from attendance_alert where partner_id = ?", world.partner))
                .isZero();
    }

    /** A file raises alerts like a single declaration. */
    @Test
    void hoursBelowTheThresholdRaiseAnAlert() {
        world = Weeks.started();
        world.agreementMore = "\"minWeeklyAttendanceHours\":25,";
        world.publish();
        String enrollment = world.enrolled();
        ScheduledChanges.run();
        Weeks.activeForLong(enrollment);
        ended("enrollmentId,week,hours\n%s,%s,20\n".formatted(enrollment, Weeks.ago(1)), "");
        Api.as(world.token())
                .get("/v1/attendance/alerts?enrollmentId=" + enrollment)
                .then()
                .body("items.week", contains(Weeks.ago(1)));
    }

    /** With attendance:write only, a client follows files of hours, and sees no other ones. */
    @Test
    void aClientForHoursFollowsFilesOfHoursOnly() {
        activeStudents(1);
        String hours = accepted(sendHours(world, month(), ""));
        String students = accepted(ImportFile.send(world, ImportFile.rows(world, 1)));
        worker.run();
        String token = Tokens.partnerWithScopes(world.partner, "attendance:write");

        for (String part : List.of("", "/rows", "/rejects.csv")) {
            Api.as(token).get("/v1/imports/" + hours + part).then().statusCode(200);
            Api.as(token)
                    .get("/v1/imports/" + students + part)
                    .then()
                    .spec(problem(403, "missing-scope"))
                    .body("requiredScope", equalTo("enrollments:read"));
        }
        Api.as(token).post("/v1/imports/" + hours + "/cancellation").then().spec(problem(409, "illegal-transition"));
        Api.as(token)
                .post("/v1/imports/" + students + "/cancellation")
                .then()
                .spec(problem(403, "missing-scope"))
                .body("requiredScope", equalTo("enrollments:write"));
        Api.as(token).get("/v1/imports").then().body("items.id", contains(hours));
        Api.as(token).get("/v1/imports?kind=ENROLLMENTS").then().spec(problem(403, "missing-scope"));
    }

    @Test
    void jobsAreListedNewestFirst() {
        activeStudents(1);
        String first = accepted(sendHours(world, month(), ""));
        String second = accepted(ImportFile.send(world, ImportFile.rows(world, 1)));
        worker.run();
        String third = accepted(sendHours(world, month(), ""));

        Response page = Api.as(world.token()).get("/v1/imports?limit=2");
        page.then().statusCode(200).body("items.id", contains(third, second));
        Api.as(world.token())
                .get("/v1/imports?limit=2&cursor=" + page.path("next"))
                .then()
                .body("items.id", contains(first))
                .body("next", nullValue());
        Api.as(world.token()).get("/v1/imports?state=WAITING").then().body("items.id", contains(third));
        Api.as(world.token()).get("/v1/imports?kind=ENROLLMENTS").then().body("items.id", contains(second));
        Api.as(World.published().token()).get("/v1/imports").then().body("items", hasSize(0));
        Api.as(Tokens.withRole("enrollment-officer"))
                .get("/v1/imports?limit=1")
                .then()
                .body("items", hasSize(1));
    }

    @Test
    void aFileMayBeJsonLines() throws Exception {
        activeStudents(1);
        String lines = "{\"reference\":\"E-0\",\"siteId\":\"%s\",\"week\":\"%s\",\"hours\":12.25}\n{\"hours\":\"12\"}\n"
                .formatted(world.site, Weeks.ago(1));
        assertThat(ImportFile.sendBytes(
                                world, "/v1/imports/attendance", "application/x-ndjson", BodyPublishers.ofString(lines))
                        .statusCode())
                .isEqualTo(202);
        worker.run();
        assertThat(World.number(
                        "select count(*) from attendance where partner_id = ? and hours = 12.25", world.partner))
                .isEqualTo(1);
    }

    @Test
    void anOfficerDeclaresForAnyPartner() {
        activeStudents(1);
        String officer = Tokens.withRole("enrollment-officer");
        String id = accepted(ImportFile.sendTo(
                "/v1/imports/attendance?siteId=" + world.site,
                officer,
                "reference,week,hours\nE-0,%s,10\n".formatted(Weeks.ago(1)),
                UUID.randomUUID().toString()));
        worker.run();
        Api.as(officer).get("/v1/imports/" + id).then().body("counts.accepted", is(1));
        job(world, id).then().spec(problem(404, "not-found"));
    }

    @Test
    void aFileOfHoursNeedsItsColumnsAndASiteOfTheCaller() {
        world = World.published();
        sendHours(world, "reference,week\n", "").then().body("errors.code", contains("missing-column"));
        sendHours(world, "week,hours\n", "").then().body("errors.pointer", contains("/reference"));
        sendHours(world, "reference,week,hours,familyName\n", "")
                .then()
                .body("errors.code", contains("unknown-column"));
        sendHours(World.published(), "reference,week,hours\n", "&siteId=" + world.site)
                .then()
                .spec(problem(400, "repeated-parameter"));
        ImportFile.sendTo(
                        "/v1/imports/attendance?siteId=" + world.site,
                        World.published().token(),
                        "reference,week,hours\n",
                        "k1")
                .then()
                .spec(problem(404, "not-found"))
                .body("errors.pointer", contains("/siteId"));
    }

    @Test
    void theTemplateOfHoursCanBeImported() {
        world = World.published();
        String template = Api.as(world.token())
                .header("Accept-Language", "fr")
                .get("/v1/imports/template.csv?kind=ATTENDANCE")
                .asString();
        assertThat(template.strip())
                .endsWith("formation;année universitaire;site;identifiant de l'inscription;semaine;heures");
        ended(template, "").then().body("state", equalTo("DONE"));
    }
}
