package fr.cned.partenariats.enrollment.dashboard;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.commons.testing.Problems.violates;
import static fr.cned.partenariats.enrollment.Roles.APPRENTICESHIP_HOST;
import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.Weeks;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.connection.OutsideServer;
import fr.cned.partenariats.enrollment.connection.ScheduledConnections;
import fr.cned.partenariats.enrollment.dashboard.DashboardRecords.Dossier;
import fr.cned.partenariats.enrollment.dashboard.DashboardRecords.Sent;
import fr.cned.partenariats.enrollment.enrollment.ScheduledChanges;
import io.quarkus.test.junit.QuarkusMock;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training centre sends its apprentices to the dashboard, and sees what the dashboard does not accept. */
@EnrollmentIT
class DashboardIT {

    private static final String PATH = "/v1/connections/";
    private static final String KEY = "the-key-of-the-centre";

    private final World centre = new World();
    private final World school = new World();
    private final World owner = Weeks.started();
    private final DashboardServer server = new DashboardServer();
    private String connectionId = "";
    private String enrollment = "";
    private String student = "";
    private String contract = "";

    @BeforeEach
    void registerAnApprentice() {
        server.keys.add(KEY);
        QuarkusMock.installMockForType(server.client(), DashboardClient.class);
        centre.partnerKind = "APPRENTICE_TRAINING_CENTRE";
        centre.identifiers = "{\"uai\":\"0352440Y\",\"siret\":\"19350030300014\"}";
        centre.publish();
        school.partnerKind = "UPPER_SECONDARY_SCHOOL";
        school.identifiers = "{\"uai\":\"0290009C\",\"siret\":\"19290009900015\"}";
        school.publish();
        owner.apprenticeship = true;
        owner.trainingMore =
                ",\"rncp\":\"RNCP38362BC01\",\"curriculum\":{\"diplomaCode\":\"32031309\",\"durationMonths\":24}";
        owner.publish();
        String request =
                World.student().replace("}", ",\"email\":\"a@example.org\",\"situation\":{\"apprentice\":true}}");
        Response enrolled = owner.enroll("{\"agreementId\":\"%s\",\"offeringId\":\"%s\",\"student\":%s}"
                .formatted(owner.agreement, owner.offering, request));
        enrollment = enrolled.path("id");
        student = enrolled.path("studentId");
        contract = Api.as(owner.token())
                .body("""
                        {"enrollmentId":"%s","employerSiret":"35600000049837","startsOn":"%s","endsOn":"2028-08-31",
                         "trainingCentreId":"%s","hostSchoolId":"%s"}""".formatted(enrollment, Weeks.monday(4), centre.partner, school.partner))
                .post("/v1/apprenticeship-contracts")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        ScheduledChanges.run();
    }

    /** Otherwise a later test would run what is due here. */
    @AfterEach
    void stop() {
        World.execute("delete from centre_connection where centre_id = ?", centre.partner);
        server.close();
    }

    private RequestSpecification centre() {
        return Api.as(Tokens.partnerOnlyWith(centre.partner, APPRENTICESHIP_HOST));
    }

    private static RequestSpecification officer() {
        return Api.as(Tokens.withRole(ENROLLMENT_OFFICER));
    }

    private ValidatableResponse connect() {
        ValidatableResponse connected = connect(centre(), "{\"system\":\"DASHBOARD\",\"key\":\"" + KEY + "\"}")
                .statusCode(202);
        connectionId = connected.extract().path("id");
        return connected;
    }

    private static ValidatableResponse connect(RequestSpecification caller, String body) {
        return caller.body(body).post("/v1/connections").then();
    }

    private void requestRun() {
        centre().post(PATH + connectionId + "/run").then().statusCode(202);
    }

    private ValidatableResponse ended() {
        ScheduledConnections.run();
        return connection();
    }

    private ValidatableResponse connection() {
        return centre().get(PATH + connectionId).then().statusCode(200);
    }

    private ValidatableResponse faulty() {
        return centre().get(PATH + connectionId + "/records").then().statusCode(200);
    }

    @Test
    void sendsWhatTheDashboardAsksFor() {
        connect().body("revision", equalTo(0)).body("lastRun", nullValue()).body("key", nullValue());
        ended().body("running", equalTo(false))
                .body("nextRunAt", equalTo("2026-11-26T01:30:00Z"))
                .body("lastRun.outcome", equalTo("DONE"));

        JsonNode record = server.record(student);
        assertThat(record.path("id_erp_apprenant").asText()).isEqualTo(student);
        assertThat(record.path("annee_scolaire").asText()).isEqualTo("2026-2027");
        assertThat(record.path("nom_apprenant").asText()).startsWith("Étudiant");
        assertThat(record.path("prenom_apprenant").asText()).isEqualTo("Camille");
        assertThat(record.path("date_de_naissance_apprenant").asText()).isEqualTo("2004-05-06");
        assertThat(record.path("email_contact").asText()).isEqualTo("a@example.org");
        assertThat(record.path("statut_apprenant").asInt()).isEqualTo(3);
        assertThat(record.path("date_metier_mise_a_jour_statut").asText())
                .isEqualTo(Weeks.monday(4).toString());
        assertThat(record.path("date_inscription_formation").asText())
                .isEqualTo(World.today().toString());
        assertThat(record.path("date_entree_formation").asText()).isEqualTo(owner.offeringStarts);
        assertThat(record.path("date_fin_formation").asText()).isEqualTo(owner.offeringEnds);
        assertThat(record.path("libelle_court_formation").asText()).isEqualTo("BTS (test)");
        assertThat(record.path("formation_rncp").asText()).isEqualTo("RNCP38362");
        assertThat(record.path("formation_cfd").asText()).isEqualTo("32031309");
        assertThat(record.path("duree_theorique_formation_mois").asInt()).isEqualTo(24);
        assertThat(record.path("etablissement_responsable_uai").asText()).isEqualTo("0352440Y");
        assertThat(record.path("etablissement_responsable_siret").asText()).isEqualTo("19350030300014");
        assertThat(record.path("etablissement_formateur_uai").asText()).isEqualTo("0290009C");
        assertThat(record.path("etablissement_lieu_de_formation_siret").asText())
                .isEqualTo("19290009900015");
        assertThat(record.path("contrat_date_debut").asText())
                .isEqualTo(Weeks.monday(4).toString());
        assertThat(record.path("contrat_date_fin").asText()).isEqualTo("2028-08-31");
        assertThat(record.path("siret_employeur").asText()).isEqualTo("35600000049837");
        assertThat(record.has("contrat_date_rupture")).isFalse();
        assertThat(record.has("ine_apprenant")).isFalse();
    }

    @Test
    void aRecordThatIsSentAgainReplacesTheFormerOne() {
        connect();
        ended();
        String rupture = World.today().minusDays(1).toString();
        Api.as(owner.token())
                .body("{\"rupturedOn\":\"" + rupture + "\",\"cause\":\"APPRENTICE_RESIGNATION\"}")
                .post("/v1/apprenticeship-contracts/" + contract + "/rupture")
                .then()
                .statusCode(200);
        Api.as(owner.token())
                .body("""
                        {"enrollmentId":"%s","employerSiret":"73282932000074","startsOn":"%s","endsOn":"2028-08-31",
                         "trainingCentreId":"%s"}""".formatted(enrollment, World.today().plusDays(5), centre.partner))
                .post("/v1/apprenticeship-contracts")
                .then()
                .statusCode(201);
        requestRun();
        ended();

        JsonNode record = server.record(student);
        assertThat(record.path("statut_apprenant").asInt()).isEqualTo(2);
        assertThat(record.path("date_metier_mise_a_jour_statut").asText()).isEqualTo(rupture);
        assertThat(record.path("contrat_date_rupture").asText()).isEqualTo(rupture);
        assertThat(record.path("cause_rupture_contrat").asText()).isEqualTo("démission");
        assertThat(record.path("contrat_date_debut_2").asText())
                .isEqualTo(World.today().plusDays(5).toString());
        assertThat(record.path("siret_employeur_2").asText()).isEqualTo("73282932000074");

        Api.as(owner.token())
                .body("{\"reason\":\"moved away\"}")
                .post("/v1/enrollments/" + enrollment + "/withdrawal")
                .then()
                .statusCode(200);
        requestRun();
        ended();

        assertThat(server.record(student).path("statut_apprenant").asInt()).isZero();
        assertThat(server.record(student).path("date_metier_mise_a_jour_statut").asText())
                .isEqualTo(World.today().toString());
        assertThat(server.count()).isOne();
        assertThat(server.sizes).containsExactly(1, 1, 1);
    }

    /** The dashboard deletes no record. One that it never had is not sent. */
    @Test
    void anEnrollmentThatWasAMistakeIsSentAsLeftWhenTheDashboardHasIt() {
        connect();
        ended();
        annul();
        requestRun();
        ended();
        assertThat(server.record(student).path("statut_apprenant").asInt()).isZero();

        centre().delete(PATH + connectionId).then().statusCode(204);
        centre().get(PATH + connectionId).then().spec(problem(404, "not-found"));
        connect();
        ended().body("lastRun.outcome", equalTo("DONE"));
        assertThat(server.sizes).containsExactly(1, 1);
    }

    /** Nor does a kill between the answer and the commit. */
    @Test
    void anAnswerThatIsLostLosesNoRecord() {
        QuarkusMock.installMockForType(server.client(Duration.ofMillis(500)), DashboardClient.class);
        server.pauseMillis = 10_000;
        connect();
        ended().body("lastRun.outcome", equalTo("UNREACHABLE"));
        assertThat(server.record(student).path("statut_apprenant").asInt()).isEqualTo(3);

        annul();
        QuarkusMock.installMockForType(server.client(), DashboardClient.class);
        server.pauseMillis = 0;
        requestRun();
        ended().body("lastRun.outcome", equalTo("DONE"));
        assertThat(server.record(student).path("statut_apprenant").asInt()).isZero();
    }

    private void annul() {
        officer()
                .body("{\"reason\":\"entered twice\"}")
                .post("/v1/enrollments/" + enrollment + "/annulment")
                .then()
                .statusCode(200);
    }

    @Test
    void faultsAreShownUntilTheyAreCorrected() {
        school.identifiers = "{\"siret\":\"19290009900015\"}";
        school.publishAgain();
        connect();
        ended().body("lastRun.outcome", equalTo("DONE"));

        faulty().body("items", hasSize(1))
                .body("items[0].trainingCentreId", equalTo(centre.partner.toString()))
                .body("items[0].studentId", equalTo(student))
                .body("items[0].givenNames", equalTo("Camille"))
                .body("items[0].academicYear", equalTo("2026-2027"))
                .body("items[0].trainingTitle", equalTo("BTS (test)"))
                .body("items[0].faults.field", contains("etablissement_formateur_uai"))
                .body("items[0].faults.message", contains("Champ obligatoire"));
        officer().get(PATH + connectionId + "/records").then().body("items.studentId", contains(student));
        Api.as(owner.token()).get(PATH + connectionId + "/records").then().spec(problem(404, "not-found"));

        school.identifiers = "{\"uai\":\"0290009C\",\"siret\":\"19290009900015\"}";
        school.publishAgain();
        requestRun();
        ended();
        faulty().body("items", hasSize(0));
    }

    @Test
    void aRefusedKeyWaitsForANewOne() {
        server.keys.clear();
        connect();
        ended().body("lastRun.outcome", equalTo("KEY_REFUSED")).body("nextRunAt", equalTo("2026-11-26T01:30:00Z"));
        server.keys.add(KEY);
        connect();
        ended().body("lastRun.outcome", equalTo("DONE"));
        assertThat(server.sizes).containsExactly(1);
    }

    @Test
    void aRunThatDoesNotReachTheDashboardIsRepeatedWithinHalfAnHour() {
        QuarkusMock.installMockForType(server.client(Duration.ofMillis(500)), DashboardClient.class);
        server.pauseMillis = 10_000;
        connect();
        ScheduledConnections.run();
        String next = connection()
                .body("lastRun.outcome", equalTo("UNREACHABLE"))
                .body("running", equalTo(false))
                .extract()
                .path("nextRunAt");
        String end = connection().extract().path("lastRun.endedAt");
        assertThat(Duration.between(Instant.parse(end), Instant.parse(next))).isEqualTo(Duration.ofMinutes(30));
        faulty().body("items", hasSize(0));

        QuarkusMock.installMockForType(server.client(), DashboardClient.class);
        server.pauseMillis = 0;
        World.execute("update centre_connection set due_at = '2026-11-25' where centre_id = ?", centre.partner);
        ended().body("lastRun.outcome", equalTo("DONE")).body("nextRunAt", equalTo("2026-11-26T01:30:00Z"));
    }

    @Test
    void aRunThatFailsUnexpectedlyEnds() {
        QuarkusMock.installMockForType(
                new DashboardClient(OutsideServer.http(Duration.ofSeconds(1)), Optional.of(server.url())) {
                    @Override
                    List<Sent> send(String key, List<Dossier> dossiers) {
                        throw new IllegalStateException("broken");
                    }
                },
                DashboardClient.class);
        connect();
        ended().body("running", equalTo(false)).body("lastRun.outcome", equalTo("UNUSABLE_ANSWER"));
    }

    @Test
    void noTransactionIsOpenWhileTheDashboardIsAsked() {
        List<Boolean> inTransaction = new ArrayList<>();
        QuarkusMock.installMockForType(
                new DashboardClient(OutsideServer.http(inTransaction), Optional.of(server.url())),
                DashboardClient.class);
        connect();
        ended().body("lastRun.outcome", equalTo("DONE"));
        assertThat(inTransaction).containsExactly(false);
    }

    @Test
    void theRunOfAnInstanceThatDiedIsDoneAgain() {
        connect();
        World.execute(
                "update centre_connection set run_until = '2026-11-25', due_at = '2100-01-01' where centre_id = ?",
                centre.partner);
        connection().body("running", equalTo(true));
        ScheduledConnections.run();
        connection().body("running", equalTo(false)).body("lastRun.outcome", equalTo("DONE"));
    }

    @Test
    void aLargeCentreIsSentInRequestsOfTwoThousandRecords() {
        World.execute("""
                insert into student (id, version, partner_id, family_name, given_names, birth_date, birth_place,
                  high_level_athlete, apprentice, civil_servant, priority_district, parent_of_three, identity_key,
                  registered_at)
                select gen_random_uuid(), 0, ?, 'Nom ' || i, 'Camille', date '2006-01-01', 'Brest', false, true, false,
                  false, false, 'DASHBOARD' || i || '|CAMILLE|2006-01-01|BREST', now()
                from generate_series(1, 2000) i""", owner.partner);
        World.execute("""
                insert into enrollment (id, version, student_id, partner_id, agreement_id, offering_id, training_id,
                  academic_year, seat_id, state, fundings, history, registered_at, changed_at, person_id)
                select gen_random_uuid(), 0, s.id, s.partner_id, ?, ?, ?, '2026-2027', ?, 'COMPLETED', '[]', '[]', now(),
                  now(), s.id
                from student s where s.partner_id = ? and s.family_name like 'Nom %'""", owner.agreement, owner.offering, owner.training, owner.quota, owner.partner);
        World.execute("""
                insert into apprenticeship_contract (id, version, enrollment_id, student_id, partner_id, employer_siret,
                  starts_on, ends_on, training_centre_id, history)
                select gen_random_uuid(), 0, e.id, e.student_id, e.partner_id, '35600000049837', '2026-10-19',
                  '2028-08-31', ?, '[]'
                from enrollment e where e.partner_id = ? and e.state = 'COMPLETED'""", centre.partner, owner.partner);
        try {
            connect();
            ended().body("lastRun.outcome", equalTo("DONE"));

            assertThat(server.sizes).containsExactly(2_000, 1);
            assertThat(server.count()).isEqualTo(2_001);
        } finally {
            World.execute("delete from centre_connection where centre_id = ?", centre.partner);
            World.execute("delete from apprenticeship_contract where history = '[]' and partner_id = ?", owner.partner);
            World.execute("delete from enrollment where state = 'COMPLETED' and partner_id = ?", owner.partner);
            World.execute("delete from student where family_name like 'Nom %' and partner_id = ?", owner.partner);
        }
    }

    @Test
    void anErasureRemovesWhatIsKnownOfTheRecords() {
        connect();
        ended();
        Api.as(owner.token())
                .body("{\"reason\":\"moved away\"}")
                .post("/v1/enrollments/" + enrollment + "/withdrawal")
                .then()
                .statusCode(200);
        officer()
                .get("/v1/students/" + student + "/export")
                .then()
                .body("sections.dashboardRecords.trainingCentreId", contains(centre.partner.toString()));
        officer()
                .post("/v1/students/" + student + "/erasure")
                .then()
                .statusCode(200)
                .body("purged.dashboardRecords", equalTo(1));

        assertThat(World.number("select count(*) from dashboard_record where student_id = ?", UUID.fromString(student)))
                .isZero();
        requestRun();
        ended();
        assertThat(server.sizes).containsExactly(1);
    }

    @Test
    void theKeyIsEncryptedAndInNoAnswer() {
        connect();
        assertThat(World.number(
                        "select count(*) from centre_connection where centre_id = ? and position(convert_to(?, 'UTF8') in key) = 0",
                        centre.partner,
                        KEY))
                .isOne();
        for (String path : new String[] {"", "/records"}) {
            assertThat(officer().get(PATH + connectionId + path).asString()).doesNotContain(KEY);
        }
        officer()
                .get("/v1/connections?limit=100")
                .then()
                .body("items.trainingCentreId", hasItem(centre.partner.toString()));
        centre().get("/v1/connections").then().body("items.trainingCentreId", contains(centre.partner.toString()));
        Api.as(owner.token()).get("/v1/connections").then().body("items", hasSize(0));
    }

    @Test
    void onlyTrainingCentresAreConnected() {
        String body = "{\"system\":\"DASHBOARD\",\"key\":\"%s\"}";
        String named = "{\"system\":\"DASHBOARD\",\"key\":\"%s\",\"trainingCentreId\":\"%s\"}";
        connect(Api.as(Tokens.partnerOnlyWith(school.partner, APPRENTICESHIP_HOST)), body.formatted(KEY))
                .spec(problem(409, "not-a-training-centre"));
        connect(officer(), named.formatted(KEY, UUID.randomUUID())).spec(problem(409, "not-a-training-centre"));
        connect(centre(), named.formatted(KEY, school.partner))
                .spec(violates("/trainingCentreId", "not-a-training-centre"));
        connect(officer(), body.formatted(KEY)).spec(violates("/trainingCentreId", "required"));
        for (String key : new String[] {"", "two words", "clé", "x".repeat(501)}) {
            connect(centre(), body.formatted(key)).spec(violates("/key", "invalid-value"));
        }
        connect(centre(), "{\"system\":\"DASHBOARD\"}").spec(violates("/key", "required"));
        connect(officer(), named.formatted(KEY, centre.partner)).statusCode(202);
        centre().post(PATH + UUID.randomUUID() + "/run").then().spec(problem(404, "not-found"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"substring(key for 20) || key", "''"})
    void aKeyOfAnotherConnectionOrEncryptionIsRefused(String key) {
        connect();
        World.execute("update centre_connection set key = " + key + " where centre_id = ?", centre.partner);
        ended().body("lastRun.outcome", equalTo("KEY_REFUSED"));
        assertThat(server.sizes).isEmpty();
    }

    @Test
    void aRunThatGoesOnIsNotBegunByAnotherInstance() {
        connect();
        World.execute(
                "update centre_connection set run_until = '2100-01-01', due_at = '2000-01-01' where centre_id = ?",
                centre.partner);
        ended().body("running", equalTo(true));
        assertThat(server.sizes).isEmpty();
    }

    @Test
    void withoutAnAddressNothingIsConnectedOrSent() {
        connect();
        QuarkusMock.installMockForType(
                new DashboardClient(OutsideServer.http(Duration.ofSeconds(1)), Optional.empty()),
                DashboardClient.class);

        connect(centre(), "{\"system\":\"DASHBOARD\",\"key\":\"other\"}").spec(problem(409, "system-off"));
        centre().post(PATH + connectionId + "/run").then().spec(problem(409, "system-off"));
        ended().body("lastRun", nullValue());
        assertThat(server.sizes).isEmpty();
    }
}
