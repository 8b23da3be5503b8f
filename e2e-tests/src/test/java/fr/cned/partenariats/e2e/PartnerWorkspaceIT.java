package fr.cned.partenariats.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import fr.cned.partenariats.local.keycloak.ClientCredentials;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The workspace of a partner's staff: files, what became of them, students. */
@Order(3)
class PartnerWorkspaceIT extends WorkspaceTest {

    private static final int SEATS = 10;

    private static Fixture staffOf(Fixture fixture) {
        Platform.get().setPartnerOf(RealmAccounts.PARTNER_USER, fixture.partner());
        return fixture;
    }

    /** A file with one row that can be enrolled and one with a day that does not exist. */
    private static FilePayload file(Fixture fixture, String run) {
        String csv = """
                référence;session;nom;prénoms;date de naissance;lieu de naissance
                %1$s-1;%2$s;Le Goff %1$s;Maëlle;06/05/2004;Quimper
                %1$s-2;%2$s;Kerjean %1$s;Yann;31/02/2004;Brest
                """.formatted(run, fixture.offering());
        return new FilePayload("inscriptions.csv", "text/csv", csv.getBytes(UTF_8));
    }

    private static String run() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    private static String withReference(String request, String reference) {
        return request.replaceFirst("\\{", "{\"reference\":\"" + reference + "\",");
    }

    @ParameterizedTest
    @CsvSource({"fr, 1440", "en, 390"})
    void theStaffChecksAFileCorrectsItsRejectsAndSendsThemWithTheKeyboard(String language, int width) {
        boolean french = language.equals("fr");
        Fixture fixture = staffOf(Fixture.with(SEATS, SEATS));
        String run = run();
        Page page = workspace(PARTNER_STAFF, language);
        page.setViewportSize(width, 900);
        check(page, language, "partner-home");

        choose(page, french ? "Envoyer un fichier" : "Send a file");
        check(page, language, "partner-upload");
        page.locator("input[type=file]").setInputFiles(file(fixture, run));
        press(page, button(page, french ? "Vérifier" : "Check"));
        awaitText(page, french ? "1 ligne à corriger." : "1 row to correct.");
        check(page, language, "partner-import");
        String rejects = french ? "Télécharger les rejets" : "Download the rejects";
        Download file = page.waitForDownload(() -> press(page, button(page, rejects)));
        assertThat(file.suggestedFilename())
                .startsWith(french ? "Lignes rejet" : "Rejected rows")
                .endsWith(" " + Fixture.today() + ".csv");

        press(page, button(page, french ? "Corriger dans la page" : "Correct in the page"));
        page.locator("table.editable").waitFor();
        assertThat(page.locator("table.editable [aria-invalid=true]").inputValue())
                .isEqualTo("31/02/2004");
        reach(page, page.locator("table.editable [aria-invalid=true]"));
        page.locator("table.editable [aria-invalid=true]").fill("28/02/2004");
        check(page, language, "partner-rejects");
        press(page, button(page, french ? "Envoyer les corrections" : "Send the corrections"));
        awaitText(page, french ? "Aucune ligne à corriger" : "No row to correct");
        assertThat(fixture.enrollments()).hasSize(1);

        choose(page, french ? "Inscriptions" : "Enrollments");
        awaitText(page, "Kerjean " + run);
        check(page, language, "partner-enrollments");
        press(page, link(page, "Kerjean " + run + " Yann"));
        awaitHeading(page, french ? "Inscription de Kerjean" : "Enrollment of Kerjean");
        check(page, language, "enrollment");
    }

    @ParameterizedTest
    @CsvSource({"fr, 1440", "en, 390"})
    void theStaffSeesWhatItSentWhatRemainsToCorrectAndItsStudents(String language, int width) {
        boolean french = language.equals("fr");
        Fixture fixture = staffOf(Fixture.with(SEATS, SEATS));
        String reference = run();
        String request = fixture.request();
        assertThat(fixture.enroll(request, run()).status()).isEqualTo(201);
        assertThat(fixture.enroll(withReference(request, reference), run()).status())
                .isEqualTo(409);
        Page page = workspace(PARTNER_STAFF, language);
        page.setViewportSize(width, 900);

        choose(page, french ? "Ce que nous avons envoyé" : "What we sent");
        page.locator("tbody tr").first().waitFor();
        JsonNode day = read(fixture, "/v1/transmissions").at("/items/0");
        assertThat(page.locator("tbody tr").first().locator(".number").allTextContents())
                .containsExactly(
                        day.path("sent").asText(),
                        day.path("accepted").asText(),
                        day.path("refused").asText(),
                        day.path("pending").asText());
        check(page, language, "partner-sent");

        choose(page, french ? "À corriger" : "To correct");
        awaitText(page, reference);
        check(page, language, "partner-to-correct");

        choose(page, french ? "Étudiants" : "Students");
        awaitText(page, "Camille");
        check(page, language, "partner-students");

        choose(page, french ? "Présence sous le seuil" : "Attendance below the threshold");
        check(page, language, "partner-attendance");
    }

    @Test
    void aListIsExportedWithExactlyItsFilterAndItsAddressCanBeKept() throws IOException {
        Fixture fixture = staffOf(Fixture.with(SEATS, SEATS));
        String reference = run();
        fixture.enroll();
        String request = withReference(fixture.request(), reference);
        assertThat(fixture.enroll(request, run()).status()).isEqualTo(201);
        Page page = workspace(PARTNER_STAFF, "fr");

        choose(page, "Inscriptions");
        page.locator("input[name=reference]").fill(reference);
        button(page, "Filtrer").click();
        awaitText(page, "1 ligne sur cette page. C’est la dernière page.");
        assertThat(page.url()).endsWith("#/enrollments?reference=" + reference);
        Download download =
                page.waitForDownload(() -> button(page, "Exporter en CSV").click());
        String csv = Files.readString(download.path());

        assertThat(download.suggestedFilename()).isEqualTo("Inscriptions " + Fixture.today() + ".csv");
        assertThat(csv).startsWith("\uFEFFÉtudiant;Référence;");
        assertThat(csv.lines()).hasSize(2);
        assertThat(csv).contains(reference);

        page.reload(); // the window signs in again without a question, and shows the same list
        awaitText(page, "1 ligne sur cette page. C’est la dernière page.");
    }

    @Test
    void aListReadsTheNamesOfItsRowsTogether() {
        Fixture fixture = staffOf(Fixture.with(SEATS, SEATS));
        Fixture other = fixture.withOffering(SEATS);
        for (int i = 0; i < SEATS / 2; i++) {
            assertThat(fixture.enroll().status()).isEqualTo(201);
            assertThat(other.enroll().status()).isEqualTo(201);
        }
        Page page = workspace(PARTNER_STAFF, "fr");
        List<String> paths = pathsOf(page);

        choose(page, "Inscriptions");
        awaitText(page, "Camille");
        awaitNames(page);

        assertThat(page.locator("main tbody tr").count()).isEqualTo(SEATS);
        assertThat(paths).containsExactlyInAnyOrder("/v1/enrollments", "/v1/students", "/v1/offerings");
    }

    @Test
    void theListOfRefusedAttemptsReadsTheirEnrollmentsTogether() {
        Fixture fixture = staffOf(Fixture.with(SEATS, SEATS));
        String run = run();
        String enrolled = fixture.request();
        assertThat(fixture.enroll(enrolled, run()).status()).isEqualTo(201);
        for (int i = 0; i < SEATS; i++) {
            String again = withReference(enrolled, run + "/" + i + " é");
            assertThat(fixture.enroll(again, run()).status()).isEqualTo(409);
        }
        assertThat(fixture.enroll(withReference(fixture.request(), run + "/4 é"), run())
                        .status())
                .isEqualTo(201);
        Page page = workspace(PARTNER_STAFF, "fr");
        List<String> paths = pathsOf(page);

        choose(page, "À corriger");
        awaitText(page, "inscrit le");
        awaitNames(page);

        assertThat(page.locator("main tbody tr").count()).isEqualTo(SEATS);
        assertThat(row(page, "inscrit le").textContent()).contains(run + "/4 é");
        assertThat(page.getByText("inscrit le").count()).isEqualTo(1);
        assertThat(paths).containsExactly("/v1/transmissions/attempts", "/v1/enrollments");
    }

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

    /** Reaches a field of the page with the keyboard. */
    private static Locator input(Page page, String name) {
        Locator input = page.locator("main [name=" + name + "]").first();
        reach(page, input);
        return input;
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

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void theStaffEnrollsAStudentThatIsCheckedWhileItTypesWithTheKeyboard(int width) {
        Fixture fixture = staffOf(Fixture.with(SEATS, SEATS));
        String run = run();
        String name = "Nouvelle " + run;
        String site = fixture.site("Site " + run);
        String covered = "/v1/offerings?trainingId=" + fixture.training() + "&partnerId=" + fixture.partner();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> read(fixture, covered)
                        .path("items")
                        .findValuesAsText("id")
                        .contains(fixture.offering()));
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(width, 900);
        choose(page, "Inscrire un étudiant");
        awaitText(page, "La vérification commence quand les champs obligatoires sont remplis.");
        check(page, "fr", "enroll-" + width);

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

    /** The same partner with an offering that began three weeks ago. */
    private static Fixture begun(Fixture fixture) {
        String catalogue = Platform.token(Platform.CATALOGUE_OFFICE);
        LocalDate firstDay = Fixture.today().minusWeeks(3);
        String offering = Platform.http().create(catalogue, "/v1/offerings", """
                {"trainingId":"%s","academicYear":"%s","modality":"DISTANCE","startsOn":"%s","endsOn":"%s",
                 "capacity":%d,"waitingListSize":0,"price":{"amount":500.00,"currency":"EUR"}}""".formatted(
                        fixture.training(), Fixture.academicYear(), firstDay, firstDay.plusMonths(8), SEATS));
        Platform.http().postSuccessfully(catalogue, "/v1/offerings/" + offering + "/opening", "");
        return new Fixture(fixture.partner(), fixture.agreement(), fixture.training(), offering);
    }

    /** Enrolls a student at the site, and waits until the calendar has activated the enrollment. */
    private static String active(Fixture fixture, String site) {
        String request = fixture.request().replaceFirst("\\{", "{\"siteId\":\"" + site + "\",");
        ApiClient.Response enrolled = fixture.enroll(request, run());
        assertThat(enrolled.status()).as(enrolled.toString()).isEqualTo(201);
        awaitActive(fixture, enrolled.id());
        return enrolled.id();
    }

    private static void awaitActive(Fixture fixture, String enrollment) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> read(fixture, "/v1/enrollments/" + enrollment)
                        .path("state")
                        .asText()
                        .equals("ACTIVE"));
    }

    private static List<Integer> declaredHours(Fixture fixture, String site, String week) {
        List<Integer> hours = new ArrayList<>();
        read(fixture, "/v1/attendance?siteId=" + site + "&week=" + week)
                .path("items")
                .forEach(one -> hours.add(one.path("hours").asInt()));
        return hours;
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void theStaffEntersTheHoursOfAWeekInAGridWithTheKeyboard(int width) {
        Fixture fixture = begun(staffOf(Fixture.with(SEATS, SEATS)));
        String site = fixture.site("Site " + run());
        active(fixture, site);
        active(fixture, site);
        String leaving = active(fixture, site);
        LocalDate monday = Fixture.today().with(DayOfWeek.MONDAY).minusWeeks(1);
        String week = monday.format(DateTimeFormatter.ISO_WEEK_DATE).substring(0, 8);
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(width, 900);
        choose(page, "Heures de la semaine");
        Locator firstDay = page.locator("table.hours thead th").nth(1);
        String thisWeek = firstDay.textContent();
        input(page, "week").fill(week);
        press(page, button(page, "Filtrer"));
        page.waitForCondition(() -> !firstDay.textContent().equals(thisWeek));
        assertThat(page.url()).contains("week=" + week);
        Locator rows = page.locator("table.hours tbody tr");
        assertThat(rows.count()).isEqualTo(3);
        check(page, "fr", "hours-" + width);
        Platform.http().postSuccessfully(fixture.token(), "/v1/enrollments/" + leaving + "/withdrawal", """
                {"withdrawnOn":"%s","reason":"test"}""".formatted(
                        monday.minusDays(1)));

        reach(page, rows.nth(0).locator("input").first());
        page.keyboard().type("7");
        page.keyboard().press("ArrowDown");
        page.keyboard().type("8");
        page.keyboard().press("Enter");
        page.keyboard().type("9");
        page.keyboard().press("ArrowUp");
        page.keyboard().press("ArrowUp");
        page.keyboard().press("Tab");
        page.keyboard().type("4");
        assertThat(rows.nth(0).locator("input").last().inputValue()).isEqualTo("11");
        assertThat(rows.nth(2).locator("input").last().inputValue()).isEqualTo("9");
        press(page, button(page, "Enregistrer les heures"));
        rows.nth(2).locator("input[aria-invalid=true]").waitFor();
        assertThat(rows.nth(0).locator("[aria-invalid=true]").count()).isZero();
        assertAccessible(page);
        assertThat(declaredHours(fixture, site, week)).as("all or none").isEmpty();

        reach(page, rows.nth(2).locator("input").first());
        page.keyboard().press("Backspace");
        press(page, button(page, "Enregistrer les heures"));
        awaitText(page, "Les heures de 2 étudiants sont enregistrées.");
        assertThat(declaredHours(fixture, site, week)).containsExactlyInAnyOrder(11, 8);
        assertThat(rows.count()).isEqualTo(2);
        assertThat(rows.nth(0).locator("input").last().inputValue()).isEqualTo("11");
        assertThat(page.locator("main").textContent()).doesNotContain(site, leaving);
    }

    private static String familyName(Fixture fixture, String enrollment) {
        String student =
                read(fixture, "/v1/enrollments/" + enrollment).path("studentId").asText();
        return read(fixture, "/v1/students/" + student).path("familyName").asText();
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void theTutorOfASiteSeesAndDeclaresOnlyItsStudentsWithTheKeyboard(int width) {
        Fixture fixture = begun(Fixture.with(SEATS, SEATS));
        String run = run();
        String site = fixture.site("Site du tuteur " + run);
        String otherSite = fixture.site("Autre site " + run);
        String own = active(fixture, site);
        String other = active(fixture, otherSite);
        String name = familyName(fixture, own);
        String otherName = familyName(fixture, other);
        Platform.get().setPartnerOf(RealmAccounts.PARTNER_USER, fixture.partner(), "REGISTERS", site);
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(width, 900);
        assertThat(page.locator("nav.side a").allTextContents())
                .contains("Inscriptions", "Étudiants", "Heures de la semaine")
                .doesNotContain("Envoyer un fichier", "Ce que nous avons envoyé", "Personnes");

        for (String list : List.of("Inscriptions", "Étudiants")) {
            choose(page, list);
            awaitText(page, "1 ligne sur cette page");
            awaitNames(page);
            assertThat(page.locator("main tbody").textContent()).contains(name).doesNotContain(otherName);
            assertAccessible(page);
        }
        choose(page, "Heures de la semaine");
        Locator rows = page.locator("table.hours tbody tr");
        rows.first().waitFor();
        assertThat(rows.allTextContents()).singleElement().asString().contains(name);
        assertAccessible(page);
        reach(page, rows.first().locator("input").first());
        page.keyboard().type("7");
        press(page, button(page, "Enregistrer les heures"));
        awaitText(page, "Les heures de 1 étudiant sont enregistrées.");
        String week = Fixture.today().format(DateTimeFormatter.ISO_WEEK_DATE).substring(0, 8);
        assertThat(declaredHours(fixture, site, week)).containsExactly(7);
        assertThat(declaredHours(fixture, otherSite, week)).isEmpty();

        page.navigate("/app/#/enrollment/" + other);
        page.locator("main .message.bad").waitFor();
        assertThat(page.locator("main").textContent()).doesNotContain(otherName);
        assertAccessible(page);
        assertThat(page.evaluate("import('/shared/api.js').then((api) => api.get('/v1/enrollments'))"
                        + ".then((list) => list.items.map((one) => one.id).join())"))
                .isEqualTo(own);
    }

    private static JsonNode read(Fixture fixture, String path) {
        ApiClient.Response answer = Platform.http().get(fixture.token(), path);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.body();
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void theStaffChangesTheSiteOfItsStudentAndReadsWhatIsPlannedForItsAgreement(int width) {
        Fixture fixture = staffOf(Fixture.with(SEATS, SEATS));
        String run = run();
        String site = fixture.site("Nouveau site " + run);
        String enrollment = fixture.enroll().id();
        String agreement = "/v1/agreements/" + fixture.agreement();
        Platform.http()
                .postSuccessfully(
                        Platform.token(Platform.PARTNERSHIP_OFFICE), agreement + "/planned-changes", """
                {"kind":"SUSPENSION","effectiveOn":"%s","reason":"Fermeture d’été"}""".formatted(
                                        Fixture.today().plusDays(1)));
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(width, 900);
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
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        read(fixture, agreement).at("/seatQuotas/0/usage/used").asInt() == 1);
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

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void theStaffCancelsAnEnrollmentWithTheKeyboard(int width) {
        Fixture fixture = staffOf(Fixture.with(SEATS, SEATS));
        String enrollment = fixture.enroll().id();
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(width, 900);
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

    /** What the partnership office keeps of the partner. */
    private static JsonNode kept(Fixture fixture, String list) {
        ApiClient.Response answer = Platform.http()
                .get(Platform.token(Platform.PARTNERSHIP_OFFICE), "/v1/" + list + "?partnerId=" + fixture.partner());
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.body().path("items");
    }

    private static JsonNode people(Fixture fixture) {
        return kept(fixture, "people");
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void theAdministratorKeepsKeysAndWebhooksWithTheKeyboard(int width, @TempDir Path folder) throws IOException {
        Fixture fixture = Fixture.with(SEATS, SEATS);
        Platform.get().setPartnerOf(RealmAccounts.PARTNER_USER, fixture.partner(), "ADMINISTERS");
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(width, 900);
        choose(page, "Nos clés et webhooks");
        ask(page, button(page, "Créer une clé"));
        type(page, "name", "Progiciel (test)");
        press(page, page.locator("dialog[open] button.primary"));
        page.locator("dialog[open] fieldset .fault:not(:empty)").waitFor();
        assertAccessible(page);
        reach(page, page.locator("dialog[open] [value='enrollments:read']"));
        page.keyboard().press("Space");
        decide(page);
        awaitText(page, "Identifiant et secret, montrés une seule fois");
        JsonNode key = kept(fixture, "api-clients").path(0);
        assertThat(page.locator("main .result").textContent())
                .contains(key.path("clientId").asText());

        Locator secret = page.locator("main .result code").last();
        String former = secret.textContent();
        ask(page, button(page, "Changer le secret"));
        assertThat(page.locator("dialog[open]").textContent()).contains("Progiciel (test)", "7 jours");
        decide(page);
        page.waitForCondition(() -> !secret.textContent().equals(former));
        String id = page.locator("main .result code").first().textContent();
        assertThat(Platform.get().token(new ClientCredentials(id, secret.textContent())))
                .isNotBlank();
        assertThat(kept(fixture, "api-clients").path(0).hasNonNull("previousSecretValidUntil"))
                .isTrue();

        ask(page, button(page, "Révoquer"));
        assertThat(page.locator("dialog[open]").textContent()).contains("Progiciel (test)");
        decide(page);
        awaitText(page, "La clé est révoquée");
        assertThat(kept(fixture, "api-clients").path(0).path("state").asText()).isEqualTo("REVOKED");

        try (WebhookReceiverProcess receiver = new WebhookReceiverProcess(folder)) {
            ask(page, button(page, "Créer un webhook"));
            type(page, "url", receiver.url());
            reach(page, page.locator("dialog[open] [value='enrollment.changed']"));
            page.keyboard().press("Space");
            press(page, page.locator("dialog[open] button.primary"));
            page.locator("dialog[open] .message.bad").waitFor();
            assertThat(page.locator("dialog[open] button.primary:focus").count())
                    .isZero();
            receiver.challenged(() -> {
                decide(page);
                return page.url();
            });
            awaitText(page, "Secret des signatures, montré une seule fois");
            assertThat(kept(fixture, "webhooks").path(0).path("url").asText()).isEqualTo(receiver.url());
        }
        check(page, "fr", "keys-" + width);
        assertThat(page.locator("main").textContent())
                .doesNotContain("enrollment.changed", fixture.partner().toString());
        ask(page, button(page, "Supprimer"));
        decide(page);
        awaitText(page, "Le webhook est supprimé");
        assertThat(kept(fixture, "webhooks")).isEmpty();
    }

    private static JsonNode connections(Fixture fixture) {
        return read(fixture, "/v1/connections").path("items");
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void aTrainingCentreKeepsItsContractsAndItsKeyForTheDashboardWithTheKeyboard(int width) {
        Fixture fixture = staffOf(Fixture.of("APPRENTICE_TRAINING_CENTRE", SEATS, SEATS, "INDIVIDUAL"))
                .inApprenticeship();
        String name = "Apprenti " + run();
        String enrollment = fixture.apprentice(name);
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(width, 900);
        page.navigate("/app/#/enrollment/" + enrollment);
        awaitHeading(page, "Inscription de " + name);
        ask(page, button(page, "Enregistrer un contrat"));
        assertThat(page.locator("dialog[open] select").count())
                .as("it names no other centre")
                .isZero();
        type(page, "employerSiret", "73282932000074");
        field(page, "startsOn").fill(Fixture.today().minusDays(10).toString());
        field(page, "endsOn").fill(Fixture.today().plusMonths(6).toString());
        decide(page);
        awaitText(page, "Le contrat est enregistré");
        ask(page, button(page, "Corriger le contrat"));
        field(page, "endsOn").fill(Fixture.today().plusMonths(5).toString());
        decide(page);
        awaitText(page, "Le contrat est corrigé");
        check(page, "fr", "partner-contract-" + width);
        JsonNode contract = read(fixture, "/v1/apprenticeship-contracts?enrollmentId=" + enrollment)
                .at("/items/0");
        assertThat(contract.path("trainingCentreId").asText())
                .isEqualTo(fixture.partner().toString());
        assertThat(contract.path("endsOn").asText())
                .isEqualTo(Fixture.today().plusMonths(5).toString());

        choose(page, "Tableau de bord et Opco");
        ask(page, button(page, "Enregistrer une clé"));
        field(page, "system").selectOption("DASHBOARD");
        Locator key = field(page, "key");
        assertThat(key.getAttribute("type")).isEqualTo("password");
        assertThat(key.getAttribute("autocomplete")).isEqualTo("off");
        type(page, "key", "deux mots");
        press(page, page.locator("dialog[open] button.primary"));
        page.locator("dialog[open] [name=key][aria-invalid=true]").waitFor();
        assertAccessible(page);
        key.fill(OutsideSystems.KEY);
        decide(page);
        awaitText(page, "Le passage commence");
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        connections(fixture).at("/0/lastRun/outcome").asText().equals("DONE"));

        choose(page, "Inscriptions");
        choose(page, "Tableau de bord et Opco");
        Locator dashboard = row(page, "Tableau de bord");
        assertThat(dashboard.textContent()).contains("Fait");
        check(page, "fr", "connections-" + width);
        press(page, dashboard.locator("a"));
        awaitHeading(page, "À corriger pour le tableau de bord");
        assertThat(row(page, name).textContent()).contains("etablissement_responsable_uai Champ obligatoire");
        check(page, "fr", "dashboard-records-" + width);

        choose(page, "Tableau de bord et Opco");
        ask(page, button(page, "Déconnecter"));
        assertThat(page.locator("dialog[open]").textContent()).contains("Tableau de bord");
        decide(page);
        awaitText(page, "La clé est supprimée.");
        awaitText(page, "Aucun centre de formation n’est relié.");
        assertThat(connections(fixture)).isEmpty();
        assertThat(page.locator("main").textContent())
                .doesNotContain(fixture.partner().toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void aTrainingCentreCompletesAnApprenticeAndDownloadsItsFileForSifaWithTheKeyboard(int width) throws IOException {
        Fixture fixture = staffOf(Fixture.of("APPRENTICE_TRAINING_CENTRE", SEATS, SEATS, "INDIVIDUAL"))
                .inApprenticeship();
        String name = "Apprenti " + run();
        String enrollment = fixture.apprentice(name);
        LocalDate today = Fixture.today();
        Platform.http()
                .create(Platform.token(Platform.ENROLLMENT_OFFICE), "/v1/apprenticeship-contracts", """
                {"enrollmentId":"%s","employerSiret":"73282932000074","startsOn":"%s","endsOn":"%s",
                 "trainingCentreId":"%s"}""".formatted(
                                enrollment, today.minusDays(10), today.plusMonths(6), fixture.partner()));
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(width, 900);
        choose(page, "Fichier pour SIFA");
        assertThat(input(page, "on").inputValue()).endsWith("-12-31");
        input(page, "on").fill(today.toString());
        press(page, button(page, "Filtrer"));
        awaitText(page, name);
        assertThat(row(page, name).textContent())
                .contains("Sexe\u00a0: Cette valeur est obligatoire.", "Année de formation\u00a0: ");
        check(page, "fr", "sifa-" + width);
        press(page, link(page, name + " Camille"));
        awaitHeading(page, name);
        ask(page, button(page, "Corriger les données"));
        field(page, "sex").selectOption("F");
        type(page, "sifa-trainingYear", "9Z");
        press(page, page.locator("dialog[open] button.primary"));
        page.locator("dialog[open] [name=sifa-trainingYear][aria-invalid=true]").waitFor();
        assertAccessible(page);
        field(page, "sifa-trainingYear").fill("1A");
        decide(page);
        awaitText(page, "Les données de l’étudiant sont corrigées");
        String student =
                read(fixture, "/v1/enrollments/" + enrollment).path("studentId").asText();
        assertThat(read(fixture, "/v1/students/" + student)
                        .at("/sifa/trainingYear")
                        .asText())
                .isEqualTo("1A");

        page.navigate("/app/#/sifa?on=" + today);
        awaitHeading(page, "Fichier pour SIFA");
        awaitText(page, name);
        assertThat(row(page, name).textContent()).doesNotContain("Sexe", "Année de formation", student);
        ask(page, button(page, "Télécharger le fichier"));
        field(page, "centreType").selectOption("09");
        Download file = page.waitForDownload(() -> decide(page));
        awaitText(page, "Le fichier est téléchargé.");
        assertThat(file.suggestedFilename()).isEqualTo("sifa-" + today + ".csv");
        assertThat(Files.readAllLines(file.path()))
                .singleElement()
                .satisfies(line -> assertThat(line.split(";", -1)).hasSize(47).contains("09", "1A", "CAMILLE"));
    }

    /** The demonstration account becomes one that was invited: only such a person gets mails. */
    private static void invited(Fixture fixture, String account) {
        Platform.update(ServiceKind.PARTNER, """
                insert into person
                  (id, version, partner_id, keycloak_id, invitation_mailed, invited_at, changed_at, last_sign_in_at)
                values (gen_random_uuid(), 0, '%s', '%s', false, now(), now(), now())""".formatted(fixture.partner(), account));
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void aPersonChoosesItsMailsWithTheKeyboard(int width) {
        Fixture fixture = staffOf(Fixture.with(SEATS, SEATS));
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(width, 900);
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
            check(page, "fr", "notices-" + width);
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

    /** A club that is no member: only the agreement under the framework connects it with the federation. */
    private static Fixture clubUnderFrameworkOf(String federation, Fixture member) {
        ApiClient http = Platform.http();
        String office = Platform.token(Platform.PARTNERSHIP_OFFICE);
        String quota = "\"seatQuotas\":[{\"academicYear\":\"" + Fixture.academicYear() + "\",\"seats\":" + SEATS + "}]";
        String framework = http.create(office, "/v1/agreements", """
                {"kind":"FRAMEWORK","parties":[{"partnerId":"%s","role":"SIGNATORY"}],"startsOn":"2022-01-01",
                 "scope":{"families":["BTS"]},%s,"fundings":[{"kind":"INDIVIDUAL"}]}""".formatted(federation, quota));
        http.postSuccessfully(office, "/v1/agreements/" + framework + "/signature", "{}");
        String club = http.create(office, "/v1/partners", """
                {"kind":"SPORT_CENTRE","legalName":"Club %s (test)","relation":"AGREEMENT"}""".formatted(run()));
        String agreement = http.create(office, "/v1/agreements", """
                {"kind":"SPECIFIC","parentId":"%s","parties":[{"partnerId":"%s","role":"SIGNATORY"}],%s}""".formatted(framework, club, quota));
        http.postSuccessfully(office, "/v1/agreements/" + agreement + "/signature", "{}");
        return new Fixture(UUID.fromString(club), agreement, member.training(), member.offering()).withOffering(SEATS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void aFederationSeesTheFiguresOfItsMembersAndOfTheClubsUnderItsFrameworkWithTheKeyboard(int width) {
        String office = Platform.token(Platform.PARTNERSHIP_OFFICE);
        String federation = Platform.http().create(office, "/v1/partners", """
                {"kind":"SPORT_FEDERATION","legalName":"Fédération %s (test)","relation":"AGREEMENT"}""".formatted(run()));
        Fixture member = Fixture.with(SEATS, SEATS);
        String path = "/v1/partners/" + member.partner();
        ApiClient.Response joined = Platform.http().patch(office, path, "{\"parentId\":\"" + federation + "\"}");
        assertThat(joined.status()).as(joined.toString()).isEqualTo(200);
        assertThat(member.enroll().status()).isEqualTo(201);
        Fixture club = clubUnderFrameworkOf(federation, member);
        assertThat(club.enroll().status()).isEqualTo(201);
        UUID id = UUID.fromString(federation);
        String figures = "/v1/statistics?academicYear=" + Fixture.academicYear();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Platform.http()
                                .get(Platform.partnerToken(id), figures)
                                .body()
                                .at("/total/enrollments")
                                .asInt()
                        == 2);
        Platform.get().setPartnerOf(RealmAccounts.PARTNER_USER, id);
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(width, 900);
        choose(page, "Inscriptions en chiffres");
        page.navigate("/app/#/report?academicYear=" + Fixture.academicYear());
        awaitReady(page);
        Locator partners = page.locator("figure.chart", new Page.LocatorOptions().setHasText("Par partenaire"));
        press(page, partners.locator("summary"));
        assertThat(partners.locator("tbody th").allTextContents())
                .containsExactlyInAnyOrder(
                        joined.body().path("legalName").asText(),
                        Platform.http()
                                .get(office, "/v1/partners/" + club.partner())
                                .body()
                                .path("legalName")
                                .asText());
        assertThat(partners.locator("tbody tr td:nth-of-type(1)").allTextContents())
                .containsExactly("1", "1");
        check(page, "fr", "federation-" + width);
        assertThat(page.locator("main").textContent())
                .doesNotContain(
                        federation, member.partner().toString(), club.partner().toString(), club.agreement());
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void theAdministratorInvitesChangesSuspendsAndRemovesAPersonWithTheKeyboard(int width) {
        Fixture fixture = Fixture.with(SEATS, SEATS);
        Platform.get().setPartnerOf(RealmAccounts.PARTNER_USER, fixture.partner(), "ADMINISTERS");
        String run = run();
        String name = "Anne Martin " + run;
        String site = fixture.site("Site " + run);
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(width, 900);
        choose(page, "Personnes");
        assertAccessible(page);

        ask(page, button(page, "Inviter une personne"));
        type(page, "firstName", "Anne");
        type(page, "lastName", "Martin " + run);
        type(page, "email", "anne");
        assertThat(page.locator("dialog[open] [name=role] option").allTextContents())
                .as("no contract can name a third place without a SIRET")
                .containsExactly("À choisir", "Lit", "Lit et inscrit", "Administre");
        field(page, "role").selectOption("REGISTERS");
        press(page, page.locator("dialog[open] button.primary"));
        page.locator("dialog[open] [name=email][aria-invalid=true]").waitFor();
        assertAccessible(page);
        field(page, "email").fill("anne-" + run + "@example.org");
        decide(page);
        awaitText(page, "le courriel n’est pas parti");
        assertThat(people(fixture)).hasSize(1);

        ask(page, button(page, "Inviter une personne"));
        type(page, "firstName", "Une autre");
        type(page, "lastName", "Personne");
        type(page, "email", "anne-" + run + "@example.org");
        field(page, "role").selectOption("READS");
        press(page, page.locator("dialog[open] button.primary"));
        page.locator("dialog[open] [name=email][aria-invalid=true]").waitFor();
        page.keyboard().press("Escape");

        ask(page, button(page, "Changer les droits"));
        assertThat(page.locator("dialog[open]").textContent()).contains(name);
        field(page, "role").selectOption("READS");
        reach(page, page.locator("dialog[open] [name=siteIds]"));
        page.keyboard().press("Space");
        decide(page);
        awaitText(page, "les droits sont changés");
        assertThat(row(page, name).textContent()).contains("Lit", "Site " + run, "Invitée", "jamais");
        JsonNode changed = people(fixture).path(0);
        assertThat(changed.path("role").asText()).isEqualTo("READS");
        assertThat(changed.path("siteIds").path(0).asText()).isEqualTo(site);
        check(page, "fr", "people-" + width);

        ask(page, button(page, "Suspendre"));
        assertThat(page.locator("dialog[open]").textContent()).contains(name);
        decide(page);
        awaitText(page, "La personne est suspendue");
        assertThat(people(fixture).path(0).path("state").asText()).isEqualTo("SUSPENDED");
        ask(page, button(page, "Réactiver"));
        decide(page);
        awaitText(page, "La personne peut de nouveau se connecter");
        assertThat(people(fixture).path(0).path("state").asText()).isEqualTo("INVITED");

        Locator unseen = page.locator("main [name=unseenForDays]");
        reach(page, unseen);
        unseen.selectOption("90");
        press(page, button(page, "Filtrer"));
        awaitText(page, "Aucune personne ne correspond.");
        press(page, button(page, "Réinitialiser les filtres"));
        ask(page, button(page, "Retirer"));
        assertThat(page.locator("dialog[open]").textContent()).contains(name);
        assertThat(page.locator("dialog[open] button:focus").textContent()).isEqualTo("Annuler");
        decide(page);
        awaitText(page, "La personne est retirée");
        assertThat(people(fixture)).isEmpty();
        assertThat(page.locator("main").textContent()).doesNotContain(site);
    }

    /** Does what the person does with the link of the invitation. The realm has no mail server. */
    private static void followTheInvitation(String email) {
        ApiClient keycloak = new ApiClient(Platform.get().keycloak().url());
        String token = Platform.get().keycloakAdministration().administratorToken();
        Map<String, String> headers = new HashMap<>(ApiClient.headers(token));
        headers.put("Content-Type", "application/json");
        String users = "/admin/realms/cned/users";
        String id = keycloak.get(token, users + "?exact=true&email=" + email)
                .body()
                .at("/0/id")
                .asText();
        ObjectNode account = (ObjectNode) keycloak.get(token, users + '/' + id).body();
        account.put("emailVerified", true).putArray("requiredActions");
        assertThat(keycloak.send("PUT", users + '/' + id, account.toString(), headers)
                        .status())
                .isEqualTo(204);
        String password = """
                {"type":"password","value":"%s","temporary":false}""".formatted(Platform.get().demoPassword());
        assertThat(keycloak.send("PUT", users + '/' + id + "/reset-password", password, headers)
                        .status())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void aHostSchoolInvitesAPersonWhoReadsItsApprenticesOnlyWithTheKeyboard(int width) {
        Fixture centre = begun(Fixture.of("APPRENTICE_TRAINING_CENTRE", SEATS, SEATS, "INDIVIDUAL"))
                .inApprenticeship();
        String run = run();
        String site = centre.site("Site " + run);
        Fixture school = Fixture.of("UPPER_SECONDARY_SCHOOL", SEATS, SEATS, "INDIVIDUAL");
        String hosted = centre.apprentice("Accueilli " + run);
        awaitActive(centre, hosted);
        String contract = centre.contract(hosted, ",\"hostSchoolId\":\"" + school.partner() + '"');
        centre.contract(centre.apprentice("Ailleurs " + run), "");
        String week = Fixture.today().format(DateTimeFormatter.ISO_WEEK_DATE).substring(0, 8);
        Platform.http().postSuccessfully(centre.token(), "/v1/attendance", """
                {"siteId":"%s","week":"%s","entries":[{"enrollmentId":"%s","hours":7}]}""".formatted(site, week, hosted));

        Platform.get().setPartnerOf(RealmAccounts.PARTNER_USER, school.partner(), "ADMINISTERS");
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(width, 900);
        choose(page, "Personnes");
        ask(page, button(page, "Inviter une personne"));
        String email = "nour-" + run + "@example.org";
        type(page, "firstName", "Nour");
        type(page, "lastName", "Petit " + run);
        type(page, "email", email);
        field(page, "role").selectOption("HOSTS_APPRENTICES");
        assertAccessible(page);
        decide(page);
        awaitText(page, "le courriel n’est pas parti");
        assertThat(row(page, "Petit " + run).textContent()).contains("Lit seulement les apprentis accueillis");
        assertThat(people(school).path(0).path("role").asText()).isEqualTo("HOSTS_APPRENTICES");

        followTheInvitation(email);
        Page host = workspace(email, "fr");
        host.setViewportSize(width, 900);
        check(host, "fr", "host-home-" + width);
        assertThat(host.locator("nav.side a").allTextContents()).containsExactly("Apprentis");
        choose(host, "Apprentis");
        Locator apprentice = row(host, "Accueilli " + run);
        assertThat(apprentice.textContent()).contains("Établissement d’accueil", "En cours", week);
        assertThat(host.locator("main tbody tr").count()).isOne();
        assertThat(host.locator("main").textContent()).doesNotContain("Ailleurs", contract);
        check(host, "fr", "apprentices-" + width);
        press(host, apprentice.locator("a"));
        awaitHeading(host, "Accueilli " + run + " Camille");
        assertThat(host.locator("main tbody tr").textContent()).contains(week, "7");
        assertThat(host.locator("main button").count()).isZero();
        check(host, "fr", "apprentice-" + width);

        assertThat(host.evaluate("import('/shared/api.js').then((api) => api.get('/v1/apprentices'))"
                        + ".then((list) => list.items.map((one) => one.contractId).join())"))
                .isEqualTo(contract);
        for (String closed : List.of("enrollments", "students", "agreements", "people")) {
            assertThat(host.evaluate("import('/shared/api.js').then((api) => api.get('/v1/" + closed + "'))"
                            + ".then(() => 200, (problem) => problem.status)"))
                    .as(closed)
                    .isEqualTo(403);
        }
        host.navigate("/app/#/students");
        awaitText(host, "votre rôle ne l’ouvre pas");
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

    @Test
    void thePageIsSmallAndItsHelpersNeutraliseFormulas() {
        open("/app/", "fr").locator("#sign-in").waitFor();
        assertThat(transferred()).isBetween(10_000L, 300_000L);

        staffOf(Fixture.with(SEATS, SEATS));
        Page page = workspace(PARTNER_STAFF, "fr");

        assertThat(page.evaluate(
                        "import('/app/csv.js').then((csv) => csv.write([['=1+1', 'a;b', -5, \"'@x\"]], 'fr'))"))
                .isEqualTo("\uFEFF'=1+1;\"a;b\";-5;''@x\r\n");
        assertThat(page.evaluate(
                        "import('/app/csv.js').then((csv) => csv.read('a;b\\r\\n\"x;\"\"y\";\\n')[1].join('|'))"))
                .isEqualTo("x;\"y|");
        assertThat(page.evaluate("import('/app/format.js').then((f) => [f.plus('2024-02-29', { months: -12 }),"
                        + " f.academicYear('2026-08-31'), f.daysBetween('2026-02-27', '2026-03-01'), f.midnight('2026-07-01'),"
                        + " f.weekOf('2027-01-03'), f.weekOf('2024-12-30'), f.mondayOf('2026-W53'), f.mondayOf('2025-W01'),"
                        + " f.dayOf('2026-11-24T23:30:00Z')].join(' '))"))
                .isEqualTo("2023-02-28 2025-2026 2 2026-07-01T00:00:00+02:00"
                        + " 2026-W53 2025-W01 2026-12-28 2024-12-30 2026-11-25");
        assertThat(
                        page.evaluate(
                                "import('/app/map.js').then((map) => new Set(map.GRID.flat().filter((code) => code !== '.')).size)"))
                .as("departments of the map")
                .isEqualTo(101);
        assertThat(page.evaluate("import('/app/agreement.js').then((agreement) => agreement.turnsOf(["
                        + "{ state: 'DRAFT', effectiveOn: '2026-11-26' }, { state: 'SIGNED', effectiveOn: '2021-12-01' },"
                        + "{ state: 'IN_FORCE', effectiveOn: '2022-01-01' }, { state: 'IN_FORCE', effectiveOn: '2022-05-01' },"
                        + "{ state: 'SUSPENDED', effectiveOn: '2023-01-01' }]).map((turn) => turn.state).join())"))
                .as("states of an agreement that was recorded late")
                .isEqualTo("SIGNED,IN_FORCE,SUSPENDED");
    }
}
