package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.accepted;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.job;
import static fr.cned.partenariats.enrollment.registration.importjob.ImportFile.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

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
import org.junit.jupiter.api.Test;

/** Whole files as people write them: French words, and the names of objects instead of ids. */
@EnrollmentIT
class NamedObjectsImportIT {

    private static final String HEADER = "référence;nom;prénoms;date de naissance;lieu de naissance;niveau de diplôme;"
            + "fonctionnaire;convention;formation;année universitaire;site;financement;montant\n";

    @Inject
    ImportWorker worker;

    private static World world() {
        World world = new World();
        world.seats = 300;
        world.capacity = 300;
        world.siteName = "Campus connecté d’Évry";
        return world.publish();
    }

    private static String row(World world, String name) {
        return row(name, world.agreementNumber(), world.trainingCode(), "2026-2027", "CAMPUS CONNECTE D'EVRY");
    }

    private static String row(String name, String agreement, String training, String year, String site) {
        return String.join(
                ";",
                "R-" + name,
                "Étudiant " + name,
                "Maëlle",
                "31-12-2004",
                "Quimperlé",
                "4",
                "non",
                agreement,
                training,
                year,
                site,
                "Opco",
                "900,00\u00A0€\n");
    }

    private Response sent(String token, String file) {
        String id = accepted(send(token, file, "", UUID.randomUUID().toString()));
        worker.run();
        return Api.as(token).get("/v1/imports/" + id);
    }

    private static Response rows(World world, Response job) {
        return Api.as(world.token()).get("/v1/imports/" + job.path("id") + "/rows");
    }

    @Test
    void aFrenchFileWithoutIdsRegistersStudents() {
        World world = world();
        Response job = sent(world.token(), "sep=;\r\n" + HEADER + row(world, "A") + row(world, "B"));

        job.then().body("counts.accepted", is(2));
        Api.as(world.token())
                .get("/v1/enrollments/" + rows(world, job).path("items[0].enrollmentId"))
                .then()
                .body("agreementId", equalTo(world.agreement.toString()))
                .body("offeringId", equalTo(world.offering.toString()))
                .body("siteId", equalTo(world.site.toString()))
                .body("reference", equalTo("R-A"))
                .body("fundings[0].kind", equalTo("OPCO"));
    }

    @Test
    void aFrenchFileHasTheOptionalFieldsOfStudents() {
        World world = world();
        String minor = World.today().minusYears(17).toString();
        String header = HEADER.replace(
                "référence;",
                "nom d'usage;sexe;téléphone;adresse;code postal;ville;"
                        + "responsable légal;courriel du responsable légal;référence;");
        Response job = sent(
                world.token(),
                header
                        + "Le Bihan;féminin;06 12 34 56 78;12 rue du Port;29300;Quimperlé;Anne Le Goff;a@example.org;"
                        + row(world, "A").replace("31-12-2004", minor)
                        + ";;06 12;;;;Anne Le Goff;;"
                        + row(world, "B"));

        job.then().body("counts.accepted", is(1)).body("counts.malformed", is(1));
        Response rows = rows(world, job);
        rows.then()
                .body(
                        "items[1].errors.column",
                        org.hamcrest.Matchers.containsInAnyOrder("téléphone", "responsable légal"))
                .body(
                        "items[1].errors.code",
                        org.hamcrest.Matchers.containsInAnyOrder("invalid-telephone", "invalid-guardian-of-minor"));
        Api.as(world.token())
                .get("/v1/students/" + rows.path("items[0].studentId"))
                .then()
                .body("usageName", equalTo("Le Bihan"))
                .body("sex", equalTo("F"))
                .body("telephone", equalTo("+33612345678"))
                .body("address.lines", contains("12 rue du Port"))
                .body("address.country", equalTo("FR"))
                .body("guardian.email", equalTo("a@example.org"));
    }

    @Test
    void theSameRowWithIdsIsNotRegisteredAgain() {
        World world = world();
        sent(world.token(), HEADER + row(world, "A")).then().body("counts.accepted", is(1));
        String withIds = HEADER.replace("formation;année universitaire", "session")
                + row(world, "A")
                        .replace(world.agreementNumber(), world.agreement.toString())
                        .replace(world.trainingCode() + ";2026-2027", world.offering.toString())
                        .replace("CAMPUS CONNECTE D'EVRY", world.site.toString());
        sent(world.token(), withIds).then().body("counts.repeated", is(1));
        assertThat(world.holding()).isEqualTo(1);
    }

    @Test
    void aWrongNameCostsOnlyItsRowAndIsExplainedInFrench() {
        World world = world();
        String code = world.trainingCode();
        String number = world.agreementNumber();
        Response job = sent(
                world.token(),
                HEADER
                        + row("A", number, code, "2026-2027", "Campus connecté Evri")
                        + row("B", number + "0", code, "2026-2027", "")
                        + row("C", number, code, "2025-2026", "")
                        + row("D", number, code + "X", "2026-2027", "")
                        + row("E", number, code, "2026-2027", "")
                        + row("F", number, code, "2026", ""));
        job.then().body("counts.accepted", is(1)).body("counts.refused", is(4)).body("counts.malformed", is(1));
        rows(world, job)
                .then()
                .body("items[0].errors.code", contains("unknown-name"))
                .body("items[0].errors[0].detail", containsString("Campus connecté d’Évry"))
                .body("items[1].errors.column", contains("convention"))
                .body("items[1].errors[0].detail", containsString(number))
                .body("items[2].errors.code", contains("no-such-offering"))
                .body("items[2].errors.column", contains("année universitaire"))
                .body("items[2].errors[0].detail", containsString("2026-2027 DISTANCE"))
                .body("items[3].errors.column", contains("formation"))
                .body("items[4].outcome", equalTo("ACCEPTED"))
                .body("items[5].errors.code", contains("invalid-academic-year"));

        String rejects = new String(
                Api.as(world.token())
                        .header("Accept-Language", "en")
                        .get("/v1/imports/" + job.path("id") + "/rejects.csv")
                        .asByteArray(),
                java.nio.charset.StandardCharsets.UTF_8);
        assertThat(rejects)
                .contains(";montant;code;colonne;texte\r\n")
                .contains("unknown-name;site;Aucun site ne s’appelle")
                .contains("unknown-name;convention;Aucune convention ne s’appelle")
                .contains("no-such-offering;année universitaire;La formation");
        assertThat(send(world.token(), rejects, "", "again").statusCode()).isEqualTo(202);
        worker.run();
    }

    @Test
    void severalFittingOfferingsNeedTheModalityOrTheStart() {
        World world = world();
        anotherOffering(world, "HYBRID", 0);
        String header = HEADER.replace("formation", "modalité;début de la session;formation");
        String row = row(world, "A");
        Response refused = sent(world.token(), HEADER + row);
        rows(world, refused)
                .then()
                .body("items[0].errors.code", contains("ambiguous-offering"))
                .body("items[0].errors[0].detail", containsString("modality"));
        sent(world.token(), header + row.replace(world.trainingCode(), "à distance;;" + world.trainingCode()))
                .then()
                .body("counts.accepted", is(1));

        anotherOffering(world, "DISTANCE", 10);
        rows(
                        world,
                        sent(
                                world.token(),
                                header
                                        + row(world, "B")
                                                .replace(world.trainingCode(), "Distance;;" + world.trainingCode())))
                .then()
                .body("items[0].errors[0].detail", containsString("start day"));
        sent(
                        world.token(),
                        header
                                + row(world, "B")
                                        .replace(
                                                world.trainingCode(),
                                                "Distance;" + world.offeringStarts + ';' + world.trainingCode()))
                .then()
                .body("counts.accepted", is(1));
    }

    private static void anotherOffering(World world, String modality, int days) {
        World.execute("""
                insert into offering_view (id, revision, training_id, academic_year, modality, starts_on, ends_on,
                  waiting_list_size, price, state, restricted_to_networks)
                select gen_random_uuid(), 1, training_id, academic_year, ?, starts_on + cast(? as integer), ends_on,
                  waiting_list_size, price, state, restricted_to_networks from offering_view where id = ?""", modality, days, world.offering);
    }

    @Test
    void objectsOfAnotherPartnerAreUnknown() {
        World other = world();
        World world = world();
        String code = world.trainingCode();
        Response job = sent(
                world.token(),
                HEADER
                        + row("A", other.agreementNumber(), code, "2026-2027", "")
                        + row("B", world.agreementNumber(), code, "2026-2027", ""));
        rows(world, job)
                .then()
                .body("items[0].errors.code", contains("unknown-name"))
                .body("items[1].outcome", equalTo("ACCEPTED"));
        assertThat((String) rows(world, job).path("items[0].errors[0].detail"))
                .contains(other.agreementNumber())
                .doesNotContain(", " + other.agreementNumber());

        World.execute("update site_view set name = 'Ailleurs' where id = ?", other.site);
        rows(world, sent(world.token(), HEADER + row("C", world.agreementNumber(), code, "2026-2027", "Ailleurs")))
                .then()
                .body("items[0].errors.code", contains("unknown-name"));
    }

    @Test
    void sitesWithTheSameNameNeedTheirId() {
        World world = world();
        World.execute(
                "insert into site_view (id, revision, partner_id, name) values (gen_random_uuid(), 1, ?, ?)",
                world.partner,
                "campus connecte d'evry");
        rows(world, sent(world.token(), HEADER + row(world, "A")))
                .then()
                .body("items[0].errors.code", contains("ambiguous-site"))
                .body("items[0].errors.column", contains("site"));
    }

    /** Without a partner in the row, that of the agreement. */
    @Test
    void anOfficerNamesTheSiteOfAnyPartner() {
        World world = world();
        String officer = Tokens.withRole("enrollment-officer");
        sent(officer, HEADER + row(world, "A")).then().body("counts.accepted", is(1));
        World two = new World();
        two.parties = "[{\"partnerId\":\"%s\",\"role\":\"BENEFICIARY\"},{\"partnerId\":\"%s\",\"role\":\"OPERATOR\"}]"
                .formatted(two.partner, UUID.randomUUID());
        two.siteName = "Campus connecté d’Évry";
        two.publish();
        Response refused = sent(officer, HEADER + row(two, "B"));
        Api.as(officer)
                .get("/v1/imports/" + refused.path("id") + "/rows")
                .then()
                .body("items[0].errors.code", contains("party-to-name"));
        sent(
                        officer,
                        HEADER.replace("nom;", "nom;partenaire;")
                                + row(two, "B").replace(";Maëlle", ";" + two.partner + ";Maëlle"))
                .then()
                .body("counts.accepted", is(1));
    }

    @Test
    void aFileNeedsTheYearWithTheTraining() {
        World world = world();
        send(world.token(), "nom;convention;formation\n", "", "k1")
                .then()
                .spec(problem(400, "invalid-request"))
                .body("errors.code", contains("missing-column"))
                .body("errors[0].detail", containsString("année universitaire"));
    }

    @Test
    void aDryRunFindsNamesToo() {
        World world = world();
        String id = accepted(send(
                world.token(),
                HEADER + row(world, "A"),
                "?dryRun=true",
                UUID.randomUUID().toString()));
        worker.run();
        job(world, id).then().body("counts.accepted", is(1));
        assertThat(world.holding()).isZero();
    }

    /** Names are found for all rows of a chunk at once. */
    @Test
    void manyRowsNeedAsManyStatementsAsOneRow() {
        World world = world();
        worker.run();
        accepted(send(world.token(), HEADER + row(world, "A"), "", "one"));
        Map<String, Long> one = SqlCount.during(worker::run);
        String many = IntStream.range(0, 200).mapToObj(i -> row(world, "n" + i)).collect(Collectors.joining());
        accepted(send(world.token(), HEADER + many, "", "many"));
        Map<String, Long> counts = SqlCount.during(worker::run);

        assertThat(world.holding()).isEqualTo(201);
        assertThat(SqlCount.total(counts))
                .as(counts.toString())
                .isLessThanOrEqualTo(
                        SqlCount.total(one) + 40); // jobs run meanwhile; a statement for each row would add 199
    }
}
