package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The enrollments of a partner: what its staff does with each, and what a person who only reads cannot do. */
@Order(9)
class PartnerStaffWorkspaceIT extends WorkspaceTest {

    private static final int SEATS = 10;

    @Test
    void theStaffWorksWithTheKeyboardOnly() {
        Fixture fixture = staffOf(Fixture.with(SEATS, SEATS));
        fixture.enroll();
        Page page = workspace(PARTNER_STAFF, "fr");

        page.keyboard().press("Tab");
        assertThat(focused(page)).isEqualTo("Aller au contenu");
        page.keyboard().press("Enter");
        assertThat(page.locator("main:focus").count()).isEqualTo(1);

        tabTo(page, "Inscriptions");
        page.keyboard().press("Enter");
        awaitHeading(page, "Inscriptions");
        assertThat(page.locator("h1:focus").count())
                .as("the heading has the focus")
                .isEqualTo(1);

        tabTo(page, "Filtrer");
        page.keyboard().press("Enter");
        awaitText(page, "Camille");
        tabTo(page, "Étudiant"); // the link of the first row begins with this word
        page.keyboard().press("Enter");
        awaitHeading(page, "Inscription de Étudiant");

        tabTo(page, "Annuler l’inscription");
        page.keyboard().press("Enter");
        page.locator("dialog[open] textarea").waitFor();
        page.keyboard().type("changement de projet");
        tabTo(page, "Annuler l’inscription");
        page.keyboard().press("Enter");
        awaitText(page, "L’inscription est annulée");
    }

    private static String focused(Page page) {
        return (String) page.evaluate("document.activeElement.textContent.trim()");
    }

    private static void tabTo(Page page, String begin) {
        for (int i = 0; i < 80; i++) {
            page.keyboard().press("Tab");
            if (focused(page).startsWith(begin)
                    && page.locator("a:focus, button:focus").count() == 1) {
                return;
            }
        }
        throw new AssertionError("The keyboard does not reach " + begin);
    }

    private static void write(Page page, String name, String text) {
        input(page, name);
        page.keyboard().type(text);
    }

    /** Fills what the form requires of a new student. */
    private static void writeStudent(Page page, Fixture fixture, String familyName) {
        input(page, "offeringId").selectOption(fixture.offering());
        write(page, "familyName", familyName);
        write(page, "givenNames", "Zoé");
        input(page, "birthDate").fill("2005-03-14");
        write(page, "birthPlace", "Quimper");
    }

    @Test
    void theStaffEnrollsAStudentThatIsCheckedWhileItTypesWithTheKeyboard() {
        Fixture fixture = staffOf(Fixture.with(SEATS, SEATS));
        String run = unique();
        String name = "Nouvelle " + run;
        String site = fixture.site("Site " + run);
        String covered = "/v1/offerings?trainingId=" + fixture.training() + "&partnerId=" + fixture.partner();
        awaitUntil(() ->
                read(fixture, covered).path("items").findValuesAsText("id").contains(fixture.offering()));
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(PHONE, HEIGHT);
        choose(page, "Inscrire un étudiant");
        awaitText(page, "La vérification commence quand les champs obligatoires sont remplis.");
        check(page, "fr", "enroll");

        writeStudent(page, fixture, name);
        input(page, "siteId").selectOption(site);
        awaitText(page, "L’inscription est possible");
        write(page, "ine", "12");
        page.locator("main [name=ine][aria-invalid=true]").waitFor();
        assertAccessible(page);
        input(page, "ine").fill("");
        awaitText(page, "L’inscription est possible");
        assertThat(page.locator("main [aria-invalid=true]").count()).isZero();
        assertThat(page.locator("main").textContent())
                .contains("BTS ", "500,00")
                .doesNotContain(fixture.offering());
        reach(page, page.locator("main [name=situation-priorityDistrict]"));
        page.keyboard().press("Space");
        press(page, button(page, "Inscrire"));
        awaitHeading(page, "Inscription de " + name);
        JsonNode enrolled = fixture.enrollments().get(0);
        assertThat(enrolled.path("state").asText()).isEqualTo("CONFIRMED");
        assertThat(enrolled.path("siteId").asText()).isEqualTo(site);
        assertThat(page.url()).endsWith("#/enrollment/" + enrolled.path("id").asText());
        JsonNode student =
                read(fixture, "/v1/students/" + enrolled.path("studentId").asText());
        assertThat(student.path("familyName").asText()).isEqualTo(name);
        assertThat(student.at("/situation/priorityDistrict").asBoolean()).isTrue();

        choose(page, "Inscrire un étudiant");
        awaitText(page, "La vérification commence");
        writeStudent(page, fixture, name);
        awaitText(page, "L’inscription n’est pas possible");
        press(page, button(page, "Inscrire"));
        page.locator("main [role=alert] .message.bad").waitFor();
        assertThat(fixture.enrollments()).hasSize(1);
        press(page, link(page, "Ouvrir l’inscription qui existe déjà"));
        awaitHeading(page, "Inscription de " + name);
    }

    @Test
    void theStaffChangesTheSiteOfItsStudentAndReadsWhatIsPlannedForItsAgreement() {
        Fixture fixture = staffOf(Fixture.with(SEATS, SEATS));
        String run = unique();
        String site = fixture.site("Nouveau site " + run);
        String enrollment = fixture.enroll().id();
        String agreement = "/v1/agreements/" + fixture.agreement();
        Platform.http()
                .postSuccessfully(
                        Platform.token(Platform.PARTNERSHIP_OFFICE), agreement + "/planned-changes", """
                {"kind":"SUSPENSION","effectiveOn":"%s","reason":"Fermeture d’été"}""".formatted(
                                        Fixture.today().plusDays(1)));
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(PHONE, HEIGHT);
        page.navigate("/app/#/enrollment/" + enrollment);
        awaitHeading(page, "Inscription de Étudiant");

        ask(page, button(page, "Changer de site"));
        assertAccessible(page);
        field(page, "siteId").selectOption(site);
        type(page, "reason", "plus près");
        decide(page);
        awaitText(page, "Le changement de site est enregistré");
        assertThat(Platform.http()
                        .get(fixture.token(), "/v1/enrollments/" + enrollment)
                        .body()
                        .path("siteId")
                        .asText())
                .isEqualTo(site);
        press(page, link(page, "Nouveau site " + run));
        awaitHeading(page, "Nouveau site " + run);
        awaitText(page, "Camille");
        assertThat(button(page, "Fermer le site").count()).isZero();
        check(page, "fr", "partner-site");

        String number = Platform.http()
                .get(fixture.token(), agreement)
                .body()
                .path("number")
                .asText();
        awaitUntil(() -> read(fixture, agreement).at("/seatQuotas/0/usage/used").asInt() == 1);
        choose(page, "Nos conventions et places");
        press(page, link(page, number));
        awaitHeading(page, "Convention " + number);
        awaitText(page, "Fermeture d’été");
        Locator seats = page.locator("figure.chart", new Page.LocatorOptions().setHasText(Fixture.academicYear()))
                .first();
        press(page, seats.locator("summary"));
        assertThat(seats.locator("tbody td").allTextContents()).endsWith(Integer.toString(SEATS), "1");
        check(page, "fr", "partner-agreement");
        String shown = page.locator("main").textContent();
        assertThat(shown).contains("Suspension", "Prévue", "Montants").doesNotContain("Retirer", "Prévoir", "Résilier");
        assertThat(shown).doesNotContain(fixture.agreement());
    }

    @Test
    void theStaffCancelsAnEnrollmentWithTheKeyboard() {
        Fixture fixture = staffOf(Fixture.with(SEATS, SEATS));
        String enrollment = fixture.enroll().id();
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(PHONE, HEIGHT);
        choose(page, "Inscriptions");
        press(page, row(page, "Camille").locator("th a"));
        awaitHeading(page, "Inscription de Étudiant");
        ask(page, button(page, "Annuler l’inscription"));
        assertAccessible(page);
        type(page, "reason", "changement de projet");
        decide(page);
        awaitText(page, "L’inscription est annulée");
        assertAccessible(page);
        assertThat(read(fixture, "/v1/enrollments/" + enrollment).path("state").asText())
                .isEqualTo("CANCELLED");
    }

    @Test
    void theStaffDownloadsACertificateAndAnybodyOpensThePageThatVerifiesOne() throws IOException {
        Fixture fixture = staffOf(Fixture.with(SEATS, SEATS));
        String enrollment = fixture.enroll().id();
        Page page = workspace(PARTNER_STAFF, "fr");
        page.navigate("/app/#/enrollment/" + enrollment);
        awaitHeading(page, "Inscription de Étudiant");

        ask(page, button(page, "Certificat d’inscription"));
        assertAccessible(page);
        Download download = page.waitForDownload(() -> decide(page));

        assertThat(download.suggestedFilename()).startsWith("Certificat").endsWith(" " + Fixture.today() + ".pdf");
        assertThat(Files.readAllBytes(download.path())).startsWith('%', 'P', 'D', 'F');
        awaitText(page, "Le document est téléchargé.");
        assertThat(button(page, "Attestation d’assiduité").count()).isZero(); // the training has not started

        String forged = "/verify/0123-4567-89ab-cdef-0123-4567-89ab-cdef";
        Page french = open(forged, "fr");
        awaitText(french, "Aucun document ne porte ce code.");
        assertAccessible(french);
        Page english = open(forged, "en");
        awaitText(english, "No document has this code.");
        assertAccessible(english);
    }

    @Test
    void aPersonWhoOnlyReadsSeesNoButtonThatIsRefused() {
        Fixture fixture = Fixture.with(SEATS, SEATS);
        String enrollment = fixture.enroll().id();
        Platform.get().setPartnerOf(RealmAccounts.PARTNER_USER, fixture.partner(), "READS");
        Page page = workspace(PARTNER_STAFF, "fr");
        assertThat(page.locator("nav.side a").allTextContents())
                .contains("Inscriptions", "À corriger")
                .doesNotContain("Envoyer un fichier", "Inscrire un étudiant", "Heures de la semaine", "Personnes");

        page.navigate("/app/#/enrollment/" + enrollment);
        awaitHeading(page, "Inscription de Étudiant");
        assertThat(page.locator("main button").allTextContents()).containsExactly("Certificat d’inscription");
        page.navigate("/app/#/upload");
        awaitText(page, "votre rôle ne l’ouvre pas");
        Page keys = open("/docs/keys", "fr");
        signIn(keys, PARTNER_STAFF);
        awaitText(keys, "Votre rôle ne permet pas de créer une clé.");
        assertThat(keys.locator("#make-key").count()).isZero();

        Platform.get().setPartnerOf(RealmAccounts.PARTNER_USER, fixture.partner(), "REGISTERS");
        Page registers = workspace(PARTNER_STAFF, "fr");
        assertThat(registers.locator("nav.side a").allTextContents())
                .contains("Envoyer un fichier", "Inscrire un étudiant", "Heures de la semaine")
                .doesNotContain("Personnes", "Tableau de bord et Opco");
        registers.navigate("/app/#/enrollment/" + enrollment);
        awaitHeading(registers, "Inscription de Étudiant");
        button(registers, "Annuler l’inscription").waitFor();
    }

    /** The demonstration account becomes one that was invited: only such a person gets mails. */
    private static void invited(Fixture fixture, String account) {
        Platform.update(ServiceKind.PARTNER, """
                with invited as (insert into person
                  (id, version, partner_id, keycloak_id, invitation_mailed, invited_at, changed_at, last_sign_in_at)
                values (gen_random_uuid(), 0, '%s', '%s', false, now(), now(), now()) returning id)
                insert into change_log (client, subject, roles, operation, object_type, object_id, revision_after, changed_fields)
                select 'test', 'test', '{}', 'test', 'person', id, 0, '{}' from invited""".formatted(fixture.partner(), account));
    }

    @Test
    void aPersonChoosesItsMailsWithTheKeyboard() {
        Fixture fixture = staffOf(Fixture.with(SEATS, SEATS));
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(PHONE, HEIGHT);
        String account = (String) page.evaluate("import('/shared/sign-in.js').then((signIn) => signIn.person().sub)");
        invited(fixture, account);
        try {
            choose(page, "Courriels que je reçois");
            reach(page, page.locator("main [name=kinds][value=HOLD_ENDS]"));
            page.keyboard().press("Space");
            input(page, "frequency").selectOption("URGENT_ONLY");
            input(page, "language").selectOption("EN");
            press(page, button(page, "Enregistrer"));
            awaitText(page, "Vos choix sont enregistrés.");
            check(page, "fr", "notices");
            assertThat(page.locator("main [name=kinds][value=HOLD_ENDS]").isChecked())
                    .isFalse();
            assertThat(page.evaluate("import('/shared/api.js').then((api) => api.get('/v1/me/notices'))"
                            + ".then((one) => [one.frequency, one.language, one.kinds.length,"
                            + " one.kinds.includes('HOLD_ENDS')].join(' '))"))
                    .isEqualTo("URGENT_ONLY EN 7 false");
        } finally {
            Platform.update(ServiceKind.PARTNER, "delete from person where keycloak_id = '" + account + "'");
        }
    }
}
