package fr.cned.partenariats.partner.integration.notice;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.commons.testing.Problems.violates;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.integration.apiclient.ApiClientMother.apiClient;
import static fr.cned.partenariats.partner.integration.notice.NoticeMother.awaitNotices;
import static fr.cned.partenariats.partner.integration.notice.NoticeMother.fact;
import static fr.cned.partenariats.partner.integration.notice.NoticeMother.port;
import static fr.cned.partenariats.partner.integration.notice.NoticeMother.promotion;
import static fr.cned.partenariats.partner.integration.notice.NoticeMother.reader;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.enrollmentChanged;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import fr.cned.partenariats.partner.TestClock;
import fr.cned.partenariats.partner.integration.apiclient.KeycloakControl;
import fr.cned.partenariats.partner.integration.apiclient.StubKeycloak.Mode;
import fr.cned.partenariats.partner.integration.notice.NoticeMother.Reader;
import jakarta.inject.Inject;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Facts become mails: one digest a day, urgent ones at once, in the language of the reader. */
@PartnerIT
class NoticeIT {

    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    @Inject
    NoticeMails mails;

    private final GreenMail server = new GreenMail(setup());
    private UUID partner;

    private static ServerSetup setup() {
        ServerSetup setup = new ServerSetup(port(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(10_000);
        return setup;
    }

    @BeforeEach
    void aPartnerAndAMailServer() {
        partner = registered();
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
        KeycloakControl.mode(Mode.UP);
    }

    private List<MimeMessage> mailsTo(Reader reader) {
        return Stream.of(server.getReceivedMessages())
                .filter(mail -> recipient(mail).equals(reader.email()))
                .toList();
    }

    private static String recipient(MimeMessage mail) {
        try {
            return mail.getAllRecipients()[0].toString();
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(MimeMessage mail, int index) throws Exception {
        return ((MimeMultipart) mail.getContent())
                .getBodyPart(index)
                .getContent()
                .toString();
    }

    private static LocalDate today() {
        return LocalDate.now(PARIS);
    }

    @Test
    void aPromotionIsInTheDigestOfTheDayOnceAndNamesNobody() throws Exception {
        Reader reader = reader(partner, "REGISTERS");
        UUID enrollment = promotion(partner);

        mails.run();
        enrollmentChanged(partner, enrollment, 2, "ACTIVE", "");
        mails.run();

        assertThat(mailsTo(reader)).singleElement().satisfies(mail -> {
            assertThat(mail.getSubject()).isEqualTo("Partenariats du Cned\u00a0: une information pour vous");
            assertThat(mail.getFrom()[0]).hasToString("Cned <avis@cned.example>");
            assertThat(mail.getMessageID()).matches("<[0-9a-f-]{36}@cned\\.example>");
            assertThat(mail.getContentType()).startsWith("multipart/alternative");
            for (int i = 0; i < 2; i++) {
                assertThat(part(mail, i))
                        .contains("Bonjour Anne,", "Un étudiant a obtenu une place depuis une liste d’attente.")
                        .contains("https://partenariats.example/app/#/enrollments")
                        .doesNotContain(enrollment.toString(), "Martin");
            }
            assertThat(part(mail, 1)).contains("<html lang=\"fr\">");
        });
        assertThat(reader.mails("SENT")).isOne();
    }

    @Test
    void aSecondInvitationOfAnActivePersonLosesNoNotice() {
        Reader reader = reader(partner, "READS");
        OwnerDatabase.execute("update person set last_sign_in_at = now() where id = ?", reader.id());
        promotion(partner);
        officer().post("/v1/people/" + reader.id() + "/invitation").then().statusCode(200);

        mails.run();

        assertThat(reader.mails("SENT")).isOne();
    }

    @Test
    void thereIsOneDigestADayAndTheRestFollowsOnTheNextDay() throws Exception {
        Reader reader = reader(partner, "READS");
        promotion(partner);
        mails.run();
        promotion(partner);
        promotion(partner);
        mails.run();
        assertThat(mailsTo(reader)).hasSize(1);

        TestClock.setTo(today().plusDays(1));
        mails.run();

        assertThat(mailsTo(reader)).hasSize(2);
        assertThat(part(mailsTo(reader).get(1), 0))
                .contains("2\u00a0étudiants ont obtenu une place depuis une liste d’attente.");
    }

    @Test
    void rejectsAlertsAndBrokenContractsOfEnrollmentServiceAreMailed() throws Exception {
        Reader reader = reader(partner, "REGISTERS");
        fact("import-job", partner, "DONE", ",\"dryRun\":false,\"rejected\":3");
        fact("attendance-alert", partner, "OPEN", "");
        fact("apprenticeship-contract", partner, "RUPTURED", "");

        mails.run();

        assertThat(mailsTo(reader)).hasSize(2);
        String urgent = part(mailsTo(reader).get(0), 0);
        String daily = part(mailsTo(reader).get(1), 0);
        if (daily.contains("rompu")) {
            String first = urgent;
            urgent = daily;
            daily = first;
        }
        assertThat(urgent)
                .contains("Un contrat d’apprentissage a été rompu.", "/app/#/ruptures")
                .doesNotContain("assiduité");
        assertThat(daily)
                .contains("Un fichier contient des lignes rejetées.", "Il y a une nouvelle alerte d’assiduité.")
                .contains("/app/#/to-correct", "/app/#/attendance")
                .doesNotContain("rompu");
    }

    @Test
    void onlyAdministratorsAreToldOfAnEndingKey() throws Exception {
        Reader administrator = reader(partner, "ADMINISTERS");
        Reader other = reader(partner, "REGISTERS");
        UUID client = apiClient(partner);
        officer()
                .body(Map.of("overlapHours", 24))
                .post("/v1/api-clients/" + client + "/secret-rotation")
                .then()
                .statusCode(200);
        awaitNotices(client, 1);

        mails.run();

        assertThat(mailsTo(administrator)).hasSize(1);
        assertThat(part(mailsTo(administrator).get(0), 0)).contains("L’ancien secret d’un client d’API prend fin");
        assertThat(mailsTo(other)).isEmpty();
        assertThat(other.mails("SKIPPED")).isOne();
    }

    /** The role opens none of the objects. */
    @Test
    void aPersonWhoHostsApprenticesGetsNoMail() {
        Reader host = reader(partner, "HOSTS_APPRENTICES");
        promotion(partner);

        mails.run();

        assertThat(mailsTo(host)).isEmpty();
        assertThat(host.mails("SKIPPED")).isOne();
    }

    @Test
    void aRevokedClientHasNoEndingKey() {
        UUID client = apiClient(partner);
        officer()
                .body(Map.of("overlapHours", 24))
                .post("/v1/api-clients/" + client + "/secret-rotation")
                .then()
                .statusCode(200);
        officer().post("/v1/api-clients/" + client + "/revocation").then().statusCode(200);
        assertThat(OwnerDatabase.number("select count(*) from notice where object_id = ?", client))
                .isZero();
    }

    @Test
    void aHoldIsMailedSevenDaysBeforeItsEndToThePartnerAndTheOffice() throws Exception {
        Reader reader = reader(partner, "READS");
        UUID far = UUID.randomUUID();
        UUID decided = UUID.randomUUID();
        held(far, today().plusDays(30));
        held(decided, today().plusDays(5));
        awaitNotices(far, 1);
        awaitNotices(decided, 1);
        String ended = "\"hold\":{\"endedAs\":\"CONFIRMED\",\"changedAt\":\"" + Instant.now() + "\"},";
        enrollmentChanged(partner, decided, 1, "CONFIRMED", ended);
        awaitNotices(decided, 0);
        mails.run();
        assertThat(mailsTo(reader)).isEmpty();
        assertThat(OwnerDatabase.number(
                        "select count(*) from notice where object_id = ? and office = 'enrollment-officer'", far))
                .isOne();

        TestClock.setTo(today().plusDays(24));
        mails.run();

        assertThat(mailsTo(reader)).hasSize(1);
        assertThat(part(mailsTo(reader).get(0), 0))
                .contains("Une inscription en attente de financement perd sa place dans les 7\u00a0jours.")
                .contains("/app/#/enrollments?state=PENDING_FUNDING");
    }

    private void held(UUID enrollment, LocalDate until) {
        String hold = "\"hold\":{\"until\":\"" + until + "\",\"changedAt\":\"" + Instant.now() + "\"},";
        enrollmentChanged(partner, enrollment, 0, "PENDING_FUNDING", hold);
    }

    @Test
    void theEndOfAnAgreementIsDueSixtyDaysBeforeItAndWithdrawnWithTheAgreement() {
        LocalDate end = today().plusDays(100);
        UUID agreement = signed(with(started("SPECIFIC", partner), "endsOn", end.toString()));
        awaitNotices(agreement, 1);
        assertThat(OwnerDatabase.number(
                        "select extract(epoch from due_at)::bigint from notice where object_id = ?", agreement))
                .isEqualTo(end.atStartOfDay(PARIS).minusHours(60 * 24).toEpochSecond());

        officer()
                .body(Map.of("reason", "test"))
                .post("/v1/agreements/" + agreement + "/termination")
                .then()
                .statusCode(200);
        awaitNotices(agreement, 0);
    }

    @Test
    void aPersonChoosesKindsFrequencyAndLanguage() throws Exception {
        Reader reader = reader(partner, "READS");
        reader.signedIn(partner)
                .get("/v1/me/notices")
                .then()
                .statusCode(200)
                .body("kinds", hasSize(8))
                .body("frequency", equalTo("DAILY"))
                .body("language", equalTo("FR"));
        settings(reader, List.of("ATTENDANCE_ALERT"), "DAILY", "EN");
        promotion(partner);
        mails.run();
        assertThat(mailsTo(reader)).isEmpty();

        fact("attendance-alert", partner, "OPEN", "");
        settings(reader, List.of("ATTENDANCE_ALERT"), "URGENT_ONLY", "EN");
        mails.run();
        assertThat(mailsTo(reader)).isEmpty();

        settings(reader, List.of("ATTENDANCE_ALERT"), "DAILY", "EN");
        mails.run();
        assertThat(mailsTo(reader)).hasSize(1);
        assertThat(part(mailsTo(reader).get(0), 0))
                .contains("Good morning Anne,", "There is one new attendance alert.")
                .doesNotContain("waiting list");
        reader.signedIn(partner).get("/v1/me/notices").then().body("kinds", contains("ATTENDANCE_ALERT"));
    }

    /** The row of a person is one of the whole partner. */
    @Test
    void aPersonWhoIsLimitedToSitesChooses() {
        Reader reader = reader(partner, "READS");
        UUID site = UUID.randomUUID();
        reader.signedIn(partner, site)
                .body(Map.of("kinds", List.of("PROMOTION"), "frequency", "DAILY", "language", "EN"))
                .put("/v1/me/notices")
                .then()
                .statusCode(200);
        reader.signedIn(partner, site)
                .get("/v1/me/notices")
                .then()
                .statusCode(200)
                .body("kinds", contains("PROMOTION"));
        Api.as(Tokens.partnerAt(partner, site)).get("/v1/me/notices").then().spec(problem(404, "not-found"));
    }

    private void settings(Reader reader, List<String> kinds, String frequency, String language) {
        reader.signedIn(partner)
                .body(Map.of("kinds", kinds, "frequency", frequency, "language", language))
                .put("/v1/me/notices")
                .then()
                .statusCode(200)
                .body("frequency", equalTo(frequency));
    }

    @Test
    void settingsOfAProgramAndUnknownKindsAreRefused() {
        Api.as(Tokens.partner(partner)).get("/v1/me/notices").then().spec(problem(404, "not-found"));
        Map<String, Object> settings = Map.of("kinds", List.of(), "frequency", "DAILY", "language", "FR");
        Api.as(Tokens.partner(partner))
                .body(settings)
                .put("/v1/me/notices")
                .then()
                .spec(problem(404, "not-found"));
        Reader reader = reader(partner, "READS");
        for (String field : List.of("kinds", "frequency", "language")) {
            Map<String, Object> missing = new java.util.HashMap<>(settings);
            missing.remove(field);
            reader.signedIn(partner).body(missing).put("/v1/me/notices").then().spec(violates("/" + field, "required"));
        }
        reader.signedIn(partner)
                .body(with(settings, "kinds", List.of("WEATHER")))
                .put("/v1/me/notices")
                .then()
                .statusCode(400);
    }

    @Test
    void aRemovedAndASuspendedPersonGetNothing() {
        Reader removed = reader(partner, "READS");
        Reader suspended = reader(partner, "READS");
        promotion(partner);
        officer().delete("/v1/people/" + removed.id()).then().statusCode(204);
        officer().post("/v1/people/" + suspended.id() + "/suspension").then().statusCode(200);

        mails.run();

        assertThat(mailsTo(removed)).isEmpty();
        assertThat(mailsTo(suspended)).isEmpty();
        assertThat(suspended.mails("SKIPPED")).isOne();
    }

    @Test
    void mailsWaitForKeycloak() {
        Reader reader = reader(partner, "READS");
        promotion(partner);
        KeycloakControl.mode(Mode.AWAY);
        mails.run();
        assertThat(mailsTo(reader)).isEmpty();
        assertThat(reader.mails("PENDING")).isOne();

        KeycloakControl.mode(Mode.UP);
        TestClock.setTo(today().plusDays(1));
        mails.run();
        assertThat(mailsTo(reader)).hasSize(1);
    }

    @Test
    void theMailsAreDeletedAfterAHundredDays() {
        Reader reader = reader(partner, "READS");
        UUID enrollment = promotion(partner);
        mails.run();
        assertThat(reader.mails("SENT")).isOne();

        TestClock.setTo(today().plusDays(102));
        mails.purge();

        assertThat(reader.mails("SENT")).isZero();
        assertThat(OwnerDatabase.number("select count(*) from notice_receipt where person_id = ?", reader.id()))
                .isZero();
        awaitNotices(enrollment, 0);
    }
}
