package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import fr.cned.partenariats.local.demo.DemoSize;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The figures that the management sees, without persons, and the health of the platform for operations staff. */
@Order(8)
class ManagementWorkspaceIT extends WorkspaceTest {

    private static final int SEATS = 5;

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void theManagementSeesChartsWithTheirNumbersAndNoPerson(String language) {
        boolean french = language.equals("fr");
        Fixture fixture = Fixture.with(SEATS, SEATS);
        String name = "Personne " + unique();
        enroll(fixture, name, "");
        Page page = workspace(MANAGEMENT, language);

        choose(page, french ? "Inscriptions en chiffres" : "Enrollments in figures");
        awaitText(page, french ? "Part des BTS" : "Share of BTS");
        check(page, language, "report");
        assertThat(page.locator("figure.chart").count()).isGreaterThanOrEqualTo(6);
        page.locator("figure.chart summary").first().click();
        page.locator("figure.chart tbody tr").first().waitFor();
        assertThat(page.content()).doesNotContain(name);

        page.locator("input[name=asOf]").fill(Fixture.today().minusYears(1).toString());
        button(page, french ? "Filtrer" : "Filter").click();
        awaitText(page, french ? "Rien ne correspond aux filtres" : "Nothing matches the filters");
        assertThat(page.url()).contains("asOf=");
    }

    /** A network of the report. It is one of the demonstration data, and its code can be there only once. */
    private static String network(String code) {
        Platform.get().loadDemo(DemoSize.SMALL);
        return read("/v1/networks?code=" + code).at("/items/0/id").asText();
    }

    /** A high-level athlete in BTS at a site of a Campus connecté. */
    private static Fixture hostedAthlete() {
        Fixture fixture = Fixture.with(SEATS, SEATS);
        String site = fixture.site("Site " + unique() + " (test)");
        ApiClient.Response labelled =
                Platform.http().patch(registry(), "/v1/sites/" + site, """
                {"labels":[{"networkId":"%s","labelledFrom":"2020-01-01"}]}""".formatted(network("CAMPUS_CONNECTES")));
        assertThat(labelled.status()).as(labelled.toString()).isEqualTo(200);
        awaitUntil(() -> Platform.number(
                        ServiceKind.ENROLLMENT,
                        "select count(*) from site_label_view where site_id = ?",
                        UUID.fromString(site))
                == 1);
        String request = request(fixture, "Sportif " + unique(), ",\"siteId\":\"" + site + "\"")
                .replace(
                        "\"birthPlace\":\"Quimper\"",
                        "\"birthPlace\":\"Quimper\",\"situation\":{\"highLevelAthlete\":true}");
        ApiClient.Response enrolled = fixture.enroll(request, unique());
        assertThat(enrolled.status()).as(enrolled.toString()).isEqualTo(201);
        return fixture;
    }

    @Test
    void theManagementAnswersTheQuestionOfTheReportWithTheKeyboard() throws IOException {
        Fixture fixture = hostedAthlete();
        String year = "/v1/statistics?academicYear=" + Fixture.academicYear();
        String both = year + "&network=CAMPUS_CONNECTES&network=DIGITALES_ACADEMIES";
        String athletes = year + "&network=CAMPUS_CONNECTES&situation=HIGH_LEVEL_ATHLETE";
        awaitUntil(() -> read(athletes + "&partnerId=" + fixture.partner())
                        .at("/total/enrollments")
                        .asInt()
                == 1);
        Page page = workspace(MANAGEMENT, "fr");
        page.setViewportSize(PHONE, HEIGHT);
        page.navigate("/app/#/report?academicYear=" + Fixture.academicYear());
        awaitText(page, "Campus connectés et Digitales académies");
        check(page, "fr", "report");

        Locator question = page.locator("figure.chart").first();
        press(page, question.locator("summary"));
        assertThat(question.locator("tbody th").allTextContents())
                .containsExactly("Campus connectés", "Digitales académies", "Les deux réseaux");
        assertThat(question.locator("tbody tr").last().locator("td").allTextContents())
                .startsWith(
                        read(both).at("/total/students").asText(),
                        read(both + "&family=BTS").at("/total/students").asText());
        Locator buttons = question.locator("p.export button");
        Download numbers = page.waitForDownload(() -> press(page, buttons.first()));
        assertThat(numbers.suggestedFilename()).isEqualTo("students-in-bts.csv");
        assertThat(Files.readString(numbers.path())).startsWith("\uFEFFRéseau;").contains("Les deux réseaux;");
        Download picture = page.waitForDownload(() -> press(page, buttons.last()));
        assertThat(picture.suggestedFilename()).isEqualTo("students-in-bts.svg");
        assertThat(Files.readString(picture.path()))
                .startsWith("<svg")
                .contains("Campus connectés", "fill=\"rgb(", "font-size=\"13px\"");

        Locator situation = page.locator("main select[name=situation]");
        reach(page, situation);
        situation.selectOption("HIGH_LEVEL_ATHLETE");
        page.locator("main select[name=network]").selectOption("CAMPUS_CONNECTES");
        page.locator("main select[name=groupBy]").selectOption("region");
        press(page, button(page, "Filtrer"));
        Locator regions = page.locator("figure.chart", new Page.LocatorOptions().setHasText("Par région"));
        regions.waitFor();
        assertThat(page.url()).contains("situation=HIGH_LEVEL_ATHLETE", "groupBy=region");
        assertThat(page.locator("figure.chart").count()).isEqualTo(2);
        List<String> counted = read(athletes + "&groupBy=region").path("items").findValuesAsText("enrollments");
        assertThat(regions.locator("tbody tr td:nth-of-type(1)").allTextContents())
                .containsExactlyInAnyOrderElementsOf(counted);
        assertAccessible(page);
    }

    @Test
    void theMenuShowsOnlyWhatTheRoleMayDo() {
        Page page = workspace(MANAGEMENT, "fr");

        assertThat(page.locator("nav.side a").allTextContents()).containsExactly("Inscriptions en chiffres");
        page.navigate("/app/#/students");
        awaitText(page, "votre rôle ne l’ouvre pas");
    }

    @Test
    void operationsStaffSeePartsWithVersionsDatabasesAndWaitingEvents() {
        Page page = office(OPERATOR);
        choose(page, "État de la plateforme");
        check(page, "fr", "health");
        String service = row(page, "Service des partenaires").textContent();
        assertThat(service).contains("Disponible", "à envoyer");
        for (String part : List.of("Passerelle", "Service des partenaires")) {
            assertThat(row(page, part).locator("td").nth(5).textContent())
                    .as(part)
                    .matches("\\d.*\\+" + Platform.COMMIT);
        }
        assertThat(Platform.http().get("", "/health").body().toString()).doesNotContain("version");
    }
}
