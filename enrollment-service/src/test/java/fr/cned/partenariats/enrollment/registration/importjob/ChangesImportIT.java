package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.accepted;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.sendTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.OpenTransaction;
import fr.cned.partenariats.enrollment.Weeks;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.enrollment.ScheduledChanges;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Results, withdrawals and changes of sites by a file. */
@EnrollmentIT
class ChangesImportIT {

    private static final String OFFICE = Tokens.withRole("enrollment-officer");
    private static final String HEADER =
            "référence;action;date;motif;site;mention;moyenne;session d'examen;académie;décision du jury\n";

    @Inject
    ImportWorker worker;

    private final World world = Weeks.started();
    private final World second = World.sharingPartnerOf(world);

    @BeforeEach
    void publish() {
        world.publish();
        second.siteName = "Campus connecté d’Évry";
        second.publish();
    }

    /** A reference that no other test has: an officer looks in all partners. */
    private String reference(String name) {
        return name + '-' + world.partner.toString().substring(0, 13);
    }

    private String active(String... names) {
        String last = "";
        for (String name : names) {
            String student = World.student().replace("}", ",\"reference\":\"S-" + reference(name) + "\"}");
            last = world.enroll("{\"reference\":\"%s\",\"agreementId\":\"%s\",\"offeringId\":\"%s\",\"student\":%s}"
                            .formatted(reference(name), world.agreement, world.offering, student))
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("id");
        }
        ScheduledChanges.run();
        return last;
    }

    private String row(String name, String cells) {
        return reference(name) + ';' + cells + '\n';
    }

    private Response sent(String token, String file, String query) {
        String id = accepted(sendTo(
                "/v1/imports/changes" + query, token, file, UUID.randomUUID().toString()));
        worker.run();
        return Api.as(token).get("/v1/imports/" + id);
    }

    private Response sent(String rows) {
        return sent(OFFICE, HEADER + rows, "");
    }

    private static Response rows(String token, Response job) {
        return Api.as(token).get("/v1/imports/" + job.path("id") + "/rows");
    }

    private Response enrollment(String name) {
        Response found = Api.as(OFFICE).get("/v1/enrollments?reference=" + reference(name));
        return Api.as(OFFICE).get("/v1/enrollments/" + found.path("items[0].id"));
    }

    private String ofEachAction() {
        return row("A", "réussite;;;;assez bien;13,5;10/2026;rennes;20/11/2026")
                + row("B", "échec;;;;;8,25;;;")
                + row("C", "terminé;;;;;;;;")
                + row("D", "retrait;02/11/2026;déménagement;;;;;;")
                + row("E", "changement de site;25/11/2026;plus près;campus connecte d'evry;;;;;");
    }

    @Test
    void aFileAppliesEachActionOnceAndADryRunNone() {
        active("A", "B", "C", "D", "E");
        sent(OFFICE, HEADER + ofEachAction(), "?dryRun=true")
                .then()
                .body("kind", equalTo("CHANGES"))
                .body("counts.accepted", is(5));
        enrollment("A").then().body("state", equalTo("ACTIVE"));
        assertThat(world.holding()).isEqualTo(5);

        Response job = sent(ofEachAction());
        job.then().body("state", equalTo("DONE")).body("counts.accepted", is(5));
        rows(OFFICE, job)
                .then()
                .body("items.state", contains("COMPLETED", "COMPLETED", "COMPLETED", "WITHDRAWN", "ACTIVE"))
                .body("items.enrollmentId", everyItem(notNullValue()));
        enrollment("A")
                .then()
                .body("result.state", equalTo("PASSED"))
                .body("result.mention", equalTo("ASSEZ_BIEN"))
                .body("result.score", equalTo(13.5f))
                .body("result.academy", equalTo("Rennes"))
                .body("result.decidedOn", equalTo("2026-11-20"));
        enrollment("B").then().body("result.state", equalTo("FAILED"));
        enrollment("C").then().body("result.state", equalTo("UNKNOWN"));
        enrollment("D").then().body("withdrawnOn", equalTo("2026-11-02"));
        enrollment("E").then().body("siteId", equalTo(second.site.toString()));
        assertThat(world.holding()).isEqualTo(4);
        assertThat(world.seat()).containsEntry("used", 4L);

        sent(ofEachAction()).then().body("counts.repeated", is(5)).body("counts.accepted", is(0));
    }

    @Test
    void theHistoryAndTheAuditTrailNameTheSender() {
        String id = active("D");
        sent(world.token(), HEADER + row("D", "retrait;02/11/2026;déménagement"), "")
                .then()
                .body("counts.accepted", is(1));
        String by = Api.as(world.token()).get("/v1/enrollments/" + id).path("history[2].by");
        assertThat(by).isNotEqualTo("Cned");
        assertThat(World.number(
                        "select count(*) from change_log where object_id = ? and operation = 'importChanges'"
                                + " and tenant = ?",
                        id,
                        world.partner))
                .isEqualTo(1);
    }

    @Test
    void aRefusedRowIsExplainedInTheLanguageOfTheHeaderAndChangesNothing() {
        active("A", "B", "C", "D");
        String file = row("A", "échec;;;;bien;;;;")
                + row("B", "retrait;01/01/2020;déménagement;;;;;;")
                + row("X", "terminé;;;;;;;;")
                + row("C", "changement de site;;plus près;Evri;;;;;")
                + row("D", "réussite;;;;;;;;01/01/2030")
                + row("D", "retrait;;déménagement;;;12;;;");
        Response job = sent(file);
        job.then().body("counts.refused", is(5)).body("counts.malformed", is(1)).body("counts.accepted", is(0));
        rows(OFFICE, job)
                .then()
                .body("items[0].errors.code", contains("mention-without-pass"))
                .body("items[0].errors.column", contains("mention"))
                .body("items[1].errors.code", contains("date-outside-offering"))
                .body("items[1].errors[0].detail", containsString("2026"))
                .body("items[2].errors.code", contains("not-found"))
                .body("items[3].errors.code", contains("unknown-name"))
                .body("items[3].errors.column", contains("site"))
                .body("items[4].errors.column", contains("décision du jury"))
                .body("items[5].errors.code", contains("column-not-of-action"));
        for (String name : new String[] {"A", "B", "C", "D"}) {
            enrollment(name)
                    .then()
                    .body("state", equalTo("ACTIVE"))
                    .body("history.to", contains("CONFIRMED", "ACTIVE"));
        }
        String rejects = Api.as(OFFICE)
                .get("/v1/imports/" + job.path("id") + "/rejects.csv")
                .asString();
        assertThat(rejects)
                .contains("code;colonne;texte")
                .contains("mention-without-pass;mention;")
                .contains("not-found;référence;")
                .contains("column-not-of-action;moyenne;Cette colonne n’appartient pas");
        sent(OFFICE, rejects.replace(";bien;", ";;"), "").then().body("counts.accepted", is(1));
    }

    @Test
    void aPartnerRecordsNoResultAndKnowsNoEnrollmentOfAnother() {
        String foreign = active("A");
        World other = Weeks.started();
        other.publish();
        String file = row("A", "retrait;;x") + row("A", "réussite;;");
        Response job = sent(other.token(), HEADER + file, "");
        rows(other.token(), job)
                .then()
                .body("items[0].errors.code", contains("not-found"))
                .body("items[1].errors.code", contains("action-of-office"));
        rows(other.token(), sent(other.token(), "inscription;action;motif\n" + foreign + ";retrait;x\n", ""))
                .then()
                .body("items[0].errors.code", contains("not-found"))
                .body("items[0].errors.column", contains("inscription"));
        enrollment("A").then().body("state", equalTo("ACTIVE"));
        sent(world.token(), HEADER + row("A", "retrait;;x"), "").then().body("counts.accepted", is(1));
    }

    @Test
    void aResultIsCorrectedWithAReasonOnly() {
        active("A");
        String first = row("A", "réussite;;;;;13;;;");
        sent(first).then().body("counts.accepted", is(1));
        rows(OFFICE, sent(row("A", "réussite;;;;;14;;;")))
                .then()
                .body("items[0].errors.code", contains("correction-reason-required"))
                .body("items[0].errors.column", contains("motif"));
        String correction = row("A", "réussite;;erreur de saisie;;;14;;;");
        sent(correction).then().body("counts.accepted", is(1));
        enrollment("A").then().body("result.score", equalTo(14f));
        sent(first + correction).then().body("counts.repeated", is(2));
        enrollment("A").then().body("result.score", equalTo(14f));
    }

    @Test
    void aStudentLeavesASiteForNone() {
        active("A");
        String leaving = row("A", "changement de site;25/11/2026;à la maison;aucun;;;;;");
        sent(row("A", "changement de site;25/11/2026;plus près;campus connecte d'evry;;;;;") + leaving)
                .then()
                .body("counts.accepted", is(2));
        enrollment("A").then().body("siteId", nullValue()).body("history[3].siteChange.to", nullValue());
        sent(leaving).then().body("counts.repeated", is(1));
    }

    /** Two students: a result and its correction, a move and a withdrawal. Each row sees the rows before it. */
    @Test
    void theDryRunSaysOfEachRowWhatTheRealRunSays() {
        active("A", "B");
        String file = row("A", "réussite;;;;;13;;;")
                + row("A", "réussite;;;;;14;;;")
                + row("A", "réussite;;erreur de saisie;;;14;;;")
                + row("A", "réussite;;;;;13;;;")
                + row("B", "changement de site;25/11/2026;plus près;campus connecte d'evry;;;;;")
                + row("B", "changement de site;25/11/2026;plus près;campus connecte d'evry;;;;;")
                + row("B", "retrait;;déménagement;;;;;;")
                + row("B", "changement de site;;retour;aucun;;;;;")
                + row("A", "retrait;;déménagement;;;;;;");
        for (String query : new String[] {"?dryRun=true", ""}) {
            rows(OFFICE, sent(OFFICE, HEADER + file, query))
                    .then()
                    .body(
                            "items.outcome",
                            contains(
                                    "ACCEPTED",
                                    "REFUSED",
                                    "ACCEPTED",
                                    "REPEATED",
                                    "ACCEPTED",
                                    "REPEATED",
                                    "ACCEPTED",
                                    "REFUSED",
                                    "REFUSED"))
                    .body("items[1].errors.code", contains("correction-reason-required"))
                    .body("items[6].state", equalTo("WITHDRAWN"))
                    .body("items[7].errors.code", contains("enrollment-state-unfit"));
            enrollment("A").then().body("state", equalTo(query.isEmpty() ? "COMPLETED" : "ACTIVE"));
            enrollment("B").then().body("state", equalTo(query.isEmpty() ? "WITHDRAWN" : "ACTIVE"));
        }
        assertThat(world.holding()).isEqualTo(1);
    }

    @Test
    void theStudentTheTrainingAndTheYearNameTheEnrollment() {
        active("A");
        String file = "numéro étudiant;formation;année universitaire;action;motif\nS-%s;%s;2026/2027;retrait;x\n"
                .formatted(reference("A"), world.trainingCode());
        sent(OFFICE, file, "").then().body("counts.accepted", is(1));
        enrollment("A").then().body("state", equalTo("WITHDRAWN"));
    }

    @Test
    void aReferenceOfTwoPartnersNeedsThePartner() {
        active("A");
        World other = World.published();
        other.enroll(other.request("\"reference\":\"" + reference("A") + "\","))
                .then()
                .statusCode(201);
        rows(OFFICE, sent(row("A", "terminé;;"))).then().body("items[0].errors.code", contains("ambiguous-enrollment"));
        sent(OFFICE, "référence;action;partenaire\n" + reference("A") + ";terminé;" + world.partner + '\n', "")
                .then()
                .body("counts.accepted", is(1));
    }

    /** Also when a row is refused: its transaction is rolled back, and the job goes on. */
    @Test
    void aSmallFileWaitsForItsOutcomes() {
        active("A", "B");
        String rows =
                "{\"reference\":\"%s\",\"action\":\"WITHDRAWAL\",\"reason\":\"x\",\"effectiveOn\":\"2020-01-01\"}\n"
                                .formatted(reference("A"))
                        + "{\"reference\":\"%s\",\"action\":\"FAILED\",\"score\":7.5}\n".formatted(reference("B"));
        World.sendLines(OFFICE, UUID.randomUUID().toString(), "/v1/imports/changes", rows)
                .then()
                .statusCode(200)
                .body("rows.outcome", contains("REFUSED", "ACCEPTED"));
    }

    @Test
    void aJobWhoseWorkerIsKilledGoesOnAtItsRow() throws Exception {
        active("A", "B", "C");
        String blocked = enrollment("B").path("id");
        String id = accepted(sendTo(
                "/v1/imports/changes",
                OFFICE,
                HEADER + row("A", "échec;;") + row("B", "échec;;") + row("C", "échec;;"),
                UUID.randomUUID().toString()));
        try (OpenTransaction other = new OpenTransaction()) {
            other.execute("select 1 from enrollment where id = ? for update", UUID.fromString(blocked));
            CompletableFuture<Void> killed = CompletableFuture.runAsync(worker::run);
            other.awaitWaiting();
            try (Connection service = OwnerDatabase.connectAsService();
                    PreparedStatement terminate =
                            service.prepareStatement("select pg_terminate_backend(pid) from pg_stat_activity"
                                    + " where cardinality(pg_blocking_pids(pid)) > 0")) {
                terminate.execute();
            }
            killed.get(20, TimeUnit.SECONDS);
        }
        Api.as(OFFICE)
                .get("/v1/imports/" + id)
                .then()
                .body("state", equalTo("RUNNING"))
                .body("counts.accepted", is(1))
                .body("counts.pending", is(2));
        worker.run();
        Api.as(OFFICE)
                .get("/v1/imports/" + id)
                .then()
                .body("state", equalTo("DONE"))
                .body("counts.accepted", is(3));
        enrollment("A").then().body("history", org.hamcrest.Matchers.hasSize(3));
    }
}
