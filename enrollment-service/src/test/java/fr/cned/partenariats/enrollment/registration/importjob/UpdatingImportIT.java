package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.accepted;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.rejects;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows of a registration file whose reference is registered. */
@EnrollmentIT
class UpdatingImportIT {

    private static final String HEADER = "référence;nom;prénoms;date de naissance;lieu de naissance;courriel;INE;"
            + "fonctionnaire;convention;formation;année universitaire;site\n";

    @Inject
    ImportWorker worker;

    private final World world = new World();

    @BeforeEach
    void publish() {
        world.seats = 1_200;
        world.capacity = 1_200;
        world.publish();
    }

    private String row(String reference, String name, String mail, String ine) {
        return row(world, reference, name, mail, ine, "");
    }

    private static String row(World at, String reference, String name, String mail, String ine, String site) {
        return String.join(
                        ";",
                        reference,
                        name,
                        "Maëlle",
                        "31/12/2004",
                        "Quimperlé",
                        mail,
                        ine,
                        "",
                        at.agreementNumber(),
                        at.trainingCode(),
                        "2026-2027",
                        site)
                + '\n';
    }

    private Response sent(String token, String rows, String query) {
        String id = accepted(send(token, HEADER + rows, query, UUID.randomUUID().toString()));
        worker.run();
        return Api.as(token).get("/v1/imports/" + id);
    }

    private Response sent(String rows) {
        return sent(world.token(), rows, "");
    }

    private Response rows(Response job) {
        return Api.as(world.token()).get("/v1/imports/" + job.path("id") + "/rows");
    }

    private Response student(String reference) {
        String id = Api.as(world.token())
                .get("/v1/enrollments?reference=" + reference)
                .path("items[0].studentId");
        return Api.as(world.token()).get("/v1/students/" + id);
    }

    /** The dry run says the same, and changes nothing. */
    @Test
    void aFileOfThreeHasANewAnUnchangedAndAnUpdatingRow() {
        sent(row("R-1", "Le Goff", "a@exemple.fr", "") + row("R-2", "Martin", "", ""))
                .then()
                .body("counts.accepted", is(2));
        String file =
                row("R-1", "Le Goff", "b@exemple.fr", "") + row("R-2", "Martin", "", "") + row("R-3", "Petit", "", "");

        for (String query : new String[] {"?dryRun=true", ""}) {
            Response job = sent(world.token(), file, query);
            job.then()
                    .body("counts.updated", is(1))
                    .body("counts.repeated", is(1))
                    .body("counts.accepted", is(1));
            rows(job)
                    .then()
                    .body("items.outcome", contains("UPDATED", "REPEATED", "ACCEPTED"))
                    .body("items[0].changedColumns", contains("courriel"))
                    .body("items[0].state", equalTo("CONFIRMED"))
                    .body("items[0].studentId", notNullValue())
                    .body("items[1].changedColumns", nullValue());
            student("R-1").then().body("email", equalTo(query.isEmpty() ? "b@exemple.fr" : "a@exemple.fr"));
        }
        sent(file).then().body("counts.repeated", is(3));
    }

    @Test
    void aBlankCellChangesNothingAndAnEarlierValueComesBack() {
        sent(row("R-1", "Le Goff", "a@exemple.fr", ""));
        sent(row("R-1", "Le Goff", "", "")).then().body("counts.repeated", is(1));
        sent(row("R-1", "Le Goff", "b@exemple.fr", "")).then().body("counts.updated", is(1));
        sent(row("R-1", "Le Goff", "a@exemple.fr", "")).then().body("counts.updated", is(1));
        student("R-1").then().body("email", equalTo("a@exemple.fr"));

        Response situation = sent(row("R-1", "Le Goff", "", "").replace("Quimperlé;;;;", "Quimperlé;;;oui;"));
        rows(situation).then().body("items[0].changedColumns", contains("fonctionnaire"));
        student("R-1").then().body("situation.civilServant", is(true)).body("email", equalTo("a@exemple.fr"));
    }

    @Test
    void theAuditTrailHasTheFieldsAndTheSender() {
        sent(row("R-1", "Le Goff", "a@exemple.fr", ""));
        sent(row("R-1", "Le Goff", "b@exemple.fr", ""));
        String student = student("R-1").path("id");
        String trail = Api.as(Tokens.withRole("enrollment-officer"))
                .get("/v1/audit/enrollment?objectId=" + student)
                .then()
                .body("items.changedFields.flatten()", hasItem("email"))
                .body("items.operation", contains("importEnrollments", "importEnrollments"))
                .body("items[0].tenant", equalTo(world.partner.toString()))
                .extract()
                .asString();
        assertThat(trail).doesNotContain("exemple.fr");
    }

    @Test
    void whatARegistrationCannotChangeNamesTheOperation() {
        sent(row("R-1", "Le Goff", "a@exemple.fr", ""));
        World other = World.sharingPartnerOf(world);
        other.siteName = "Ailleurs";
        other.publish();
        Response job = sent(row(other, "R-1", "Le Goff", "b@exemple.fr", "", "Ailleurs"));

        rows(job)
                .then()
                .body("items[0].errors.column", contains("formation", "site"))
                .body("items[0].errors[0].code", equalTo("reference-already-used"))
                .body("items[0].existingId", notNullValue());
        assertThat(rejects(world, job.path("id")))
                .contains("code;colonne;texte")
                .contains("utilisez un transfert")
                .contains("utilisez un changement de site");
        student("R-1").then().body("email", equalTo("a@exemple.fr"));
        rows(sent(row("R-1", "Le Bihan", "", "").replace("Maëlle;31/12/2004", "Zoé;01/01/2001")))
                .then()
                .body("items[0].errors.code", contains("reference-already-used"));
    }

    /** The later row is refused, in the same chunk and in a later one. */
    @Test
    void aFileThatUpdatesAndRegistersAStudentIsRefusedAtTheSecondRow() {
        World other = World.sharingPartnerOf(world);
        other.publish();
        sent(row("R-1", "Le Goff", "a@exemple.fr", ""));
        String update = row("R-1", "Le Goff", "b@exemple.fr", "");
        String registration = row(other, "R-9", "LE GOFF", "", "", "");
        String between = IntStream.range(0, ImportChunk.SIZE)
                .mapToObj(i ->
                        row("M-" + i, "Personne " + UUID.randomUUID(), "", "").replace("31/12/2004", "01/02/2000"))
                .collect(Collectors.joining());
        String dry = "?dryRun=true";
        rows(sent(world.token(), update + registration, dry))
                .then()
                .body("items.outcome", contains("UPDATED", "REFUSED"))
                .body("items[1].errors.code", contains("student-in-two-rows"))
                .body("items[1].errors[0].detail", containsString("Row 1 "));
        rows(sent(world.token(), registration + update, dry))
                .then()
                .body("items.outcome", contains("ACCEPTED", "REFUSED"))
                .body("items[1].errors[0].detail", containsString("Row 1 "));
        Response overTwoChunks = sent(world.token(), update + between + registration, dry);
        overTwoChunks.then().body("counts.updated", is(1)).body("counts.refused", is(1));
        sent(world.token(), registration + between + update, dry)
                .then()
                .body("counts.updated", is(0))
                .body("counts.refused", is(1));
        assertThat(rejects(world, overTwoChunks.path("id"))).contains("student-in-two-rows", "La ligne 1 du fichier");
        student("R-1").then().body("email", equalTo("a@exemple.fr"));
    }

    /** Two enrollments of a student have the same data in two rows. */
    @Test
    void rowsOfTwoEnrollmentsOfAStudentAgree() {
        World other = World.sharingPartnerOf(world);
        other.publish();
        sent(row("R-1", "Le Goff", "a@exemple.fr", "0123456789A"));
        String id = student("R-1").path("id");
        other.enroll("{\"reference\":\"R-2\",\"agreementId\":\"%s\",\"offeringId\":\"%s\",\"studentId\":\"%s\"}"
                        .formatted(other.agreement, other.offering, id))
                .then()
                .statusCode(201);
        String first = row("R-1", "Le Goff", "b@exemple.fr", "");
        rows(sent(first + row(other, "R-2", "Le Goff", "b@exemple.fr", "", "")))
                .then()
                .body("items.outcome", contains("UPDATED", "REPEATED"));
        rows(sent(first.replace("b@", "c@") + row(other, "R-2", "Le Goff", "d@exemple.fr", "", "")))
                .then()
                .body("items.outcome", contains("UPDATED", "REFUSED"))
                .body("items[1].errors.code", contains("student-in-two-rows"));
        student("R-1").then().body("email", equalTo("c@exemple.fr"));
    }

    private void correctByTheApi(String reference, String patch) {
        Response student = student(reference);
        Api.as(world.token())
                .contentType("application/merge-patch+json")
                .header("If-Match", student.header("ETag"))
                .body(patch)
                .patch("/v1/students/" + student.path("id"))
                .then()
                .statusCode(200);
    }

    /** The other columns stay free. A file that overwrites has the last word again. */
    @Test
    void aFileDoesNotUndoALaterCorrectionByTheApiUnasked() {
        String first = row("R-1", "Le Goff", "a@exemple.fr", "");
        sent(first);
        correctByTheApi("R-1", "{\"email\":\"b@exemple.fr\"}");

        for (String query : new String[] {"?dryRun=true", ""}) {
            Response job = sent(world.token(), first, query);
            rows(job)
                    .then()
                    .body("items.outcome", contains("REFUSED"))
                    .body("items[0].errors.code", contains("corrected-since-import"))
                    .body("items[0].errors.column", contains("courriel"))
                    .body("items[0].changedColumns", contains("courriel"));
            assertThat(rejects(world, job.path("id"))).contains("corrected-since-import;courriel;", "overwrite=true");
        }
        sent(row("R-1", "Le Goff", "", "0123456789A")).then().body("counts.updated", is(1));
        student("R-1").then().body("email", equalTo("b@exemple.fr")).body("ine", equalTo("0123456789A"));

        sent(world.token(), first, "?overwrite=true&dryRun=true").then().body("counts.updated", is(1));
        sent(world.token(), first, "?overwrite=true").then().body("counts.updated", is(1));
        student("R-1").then().body("email", equalTo("a@exemple.fr"));
        sent(row("R-1", "Le Goff", "c@exemple.fr", "")).then().body("counts.updated", is(1));
    }

    @Test
    void aFileThatAgreedWithACorrectionMayChangeTheValueLater() {
        sent(row("R-1", "Le Goff", "a@exemple.fr", ""));
        correctByTheApi("R-1", "{\"email\":\"b@exemple.fr\"}");
        sent(row("R-1", "Le Goff", "b@exemple.fr", "")).then().body("counts.repeated", is(1));
        sent(row("R-1", "Le Goff", "c@exemple.fr", "")).then().body("counts.updated", is(1));
    }

    @Test
    void aValueThatTheApiRemovedDoesNotComeBackByAFile() {
        String first = row("R-1", "Le Goff", "a@exemple.fr", "");
        sent(first);
        correctByTheApi("R-1", "{\"email\":null}");
        rows(sent(first)).then().body("items[0].errors.code", contains("corrected-since-import"));
        student("R-1").then().body("email", nullValue());
    }

    @Test
    void anUpdateNeedsTheRightsOfACorrection() {
        sent(row("R-1", "Le Goff", "a@exemple.fr", "") + row("R-2", "Martin", "", "1123456789A"));
        String token = Tokens.partnerWithScopes(world.partner, "enrollments:read", "enrollments:write");
        String file = row("R-1", "Le Goff", "b@exemple.fr", "") + row("R-2", "Martin", "", "");
        rows(sent(token, file, ""))
                .then()
                .body("items.outcome", contains("REFUSED", "REPEATED"))
                .body("items[0].errors.code", contains("missing-scope"));
        rows(sent(row("R-1", "Le Goff", "", "1123456789A")))
                .then()
                .body("items[0].errors.code", contains("student-already-registered"))
                .body("items[0].errors.column", contains("INE"));
        student("R-1").then().body("ine", nullValue());
    }

    /** The reference of another partner is free, so the row is a new registration. */
    @Test
    void theReferenceOfAnotherPartnerIsUnknown() {
        World other = World.published();
        other.enroll(other.request("\"reference\":\"R-1\",")).then().statusCode(201);
        sent(row("R-1", "Le Goff", "a@exemple.fr", "")).then().body("counts.accepted", is(1));
        Response job = sent(Tokens.withRole("enrollment-officer"), row("R-1", "Le Goff", "b@exemple.fr", ""), "");
        job.then().body("counts.updated", is(1));
        student("R-1").then().body("email", equalTo("b@exemple.fr"));
    }

    @Test
    void manyUnchangedRowsNeedAsManyStatementsAsOneRow() {
        String many = IntStream.range(0, 200)
                .mapToObj(i -> row("R-" + i, "Le Goff", "", "")
                        .replace("31/12/2004", "01/02/" + (1950 + i % 50))
                        .replace("Quimperlé", "Ville " + i))
                .collect(Collectors.joining());
        sent(many).then().body("counts.accepted", is(200));
        accepted(send(world.token(), HEADER + many.substring(0, many.indexOf('\n') + 1), "", "one"));
        Map<String, Long> one = SqlCount.during(worker::run);
        accepted(send(world.token(), HEADER + many, "", "many"));
        Map<String, Long> counts = SqlCount.during(worker::run);
        assertThat(SqlCount.total(counts)).as(counts.toString()).isLessThanOrEqualTo(SqlCount.total(one) + 40);
    }
}
