package fr.cned.partenariats.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files and lists of a partner's staff: what it sends, what became of it, and what it exports. */
@Order(10)
class ImportWorkspaceIT extends WorkspaceTest {

    private static final int SEATS = 10;

    /** A file with one row that can be enrolled and one with a day that does not exist. */
    private static FilePayload file(Fixture fixture, String run) {
        String csv = """
                référence;session;nom;prénoms;date de naissance;lieu de naissance
                %1$s-1;%2$s;Le Goff %1$s;Maëlle;06/05/2004;Quimper
                %1$s-2;%2$s;Kerjean %1$s;Yann;31/02/2004;Brest
                """.formatted(run, fixture.offering());
        return new FilePayload("inscriptions.csv", "text/csv", csv.getBytes(UTF_8));
    }

    private static String textOf(Download file) {
        try {
            return Files.readString(file.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withReference(String request, String reference) {
        return request.replaceFirst("\\{", "{\"reference\":\"" + reference + "\",");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void theStaffChecksAFileCorrectsItsRejectsAndSendsThemWithTheKeyboard(String language) {
        boolean french = language.equals("fr");
        Fixture fixture = staffOf(Fixture.with(SEATS, SEATS));
        String run = unique();
        Page page = workspace(PARTNER_STAFF, language);
        page.setViewportSize(PHONE, HEIGHT);
        check(page, language, "partner-home");

        choose(page, french ? "Envoyer un fichier" : "Send a file");
        check(page, language, "partner-upload");
        page.locator("input[type=file]").setInputFiles(file(fixture, run));
        press(page, button(page, french ? "Vérifier" : "Check"));
        awaitText(page, french ? "1 ligne à corriger." : "1 row to correct.");
        check(page, language, "partner-import");
        String rejects = french ? "Télécharger les rejets" : "Download the rejects";
        Download file = page.waitForDownload(() -> press(page, button(page, rejects)));
        assertThat(textOf(file)).as("a spreadsheet reads UTF-8").startsWith("\uFEFF");
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

    @Test
    void theStaffSeesWhatItSentWhatRemainsToCorrectAndItsStudents() {
        Fixture fixture = staffOf(Fixture.with(SEATS, SEATS));
        String reference = unique();
        String request = fixture.request();
        assertThat(fixture.enroll(request, unique()).status()).isEqualTo(201);
        assertThat(fixture.enroll(withReference(request, reference), unique()).status())
                .isEqualTo(409);
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(PHONE, HEIGHT);

        choose(page, "Ce que nous avons envoyé");
        page.locator("tbody tr").first().waitFor();
        JsonNode day = read(fixture, "/v1/transmissions").at("/items/0");
        assertThat(page.locator("tbody tr").first().locator(".number").allTextContents())
                .containsExactly(
                        day.path("sent").asText(),
                        day.path("accepted").asText(),
                        day.path("refused").asText(),
                        day.path("pending").asText());
        check(page, "fr", "partner-sent");
        press(page, page.locator("tbody tr").first().locator("td.number a").first());
        awaitText(page, reference);
        assertThat(page.locator("input[name=to]").inputValue())
                .isEqualTo(day.path("day").asText());
        assertThat(page.locator("input[name=client]").inputValue())
                .isEqualTo(day.path("client").asText());

        choose(page, "À corriger");
        awaitText(page, reference);
        check(page, "fr", "partner-to-correct");

        choose(page, "Étudiants");
        awaitText(page, "Camille");
        check(page, "fr", "partner-students");

        choose(page, "Présence sous le seuil");
        check(page, "fr", "partner-attendance");
    }

    @Test
    void aListIsExportedWithExactlyItsFilterAndItsAddressCanBeKept() throws IOException {
        Fixture fixture = staffOf(Fixture.with(SEATS, SEATS));
        String reference = unique();
        fixture.enroll();
        String request = withReference(fixture.request(), reference);
        assertThat(fixture.enroll(request, unique()).status()).isEqualTo(201);
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
        String run = unique();
        String enrolled = fixture.request();
        assertThat(fixture.enroll(enrolled, unique()).status()).isEqualTo(201);
        for (int i = 0; i < SEATS; i++) {
            String again = withReference(enrolled, run + "/" + i + " é");
            assertThat(fixture.enroll(again, unique()).status()).isEqualTo(409);
        }
        assertThat(fixture.enroll(withReference(fixture.request(), run + "/4 é"), unique())
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
    void theProgressOfAFileContinuesAfterAPollWithoutAnswer() {
        Fixture fixture = staffOf(Fixture.with(SEATS, SEATS));
        Page page = workspace(PARTNER_STAFF, "fr");
        AtomicInteger polls = new AtomicInteger();
        page.route(url -> url.matches(".*/v1/imports/[0-9a-f-]{36}"), route -> {
            int poll = polls.incrementAndGet();
            if (poll == 2) {
                route.abort();
            } else if (poll == 1) {
                String job = route.fetch().text();
                answer(route, 200, job.replaceFirst("\"state\":\"[A-Z]+\"", "\"state\":\"RUNNING\""));
            } else {
                route.resume();
            }
        });

        choose(page, "Envoyer un fichier");
        page.locator("input[type=file]").setInputFiles(file(fixture, unique()));
        press(page, button(page, "Vérifier"));

        awaitText(page, "1 ligne à corriger.");
        assertThat(polls.get()).isGreaterThan(2);
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
