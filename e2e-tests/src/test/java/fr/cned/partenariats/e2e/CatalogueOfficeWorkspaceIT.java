package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import fr.cned.partenariats.local.service.ServiceKind;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The catalogue: what its office creates, corrects and ends, whom it invites, and what a reader sees. */
@Order(7)
class CatalogueOfficeWorkspaceIT extends WorkspaceTest {

    private static final int SEATS = 5;

    @Test
    void theCatalogueManagerCreatesATrainingAndItsOfferingAndEndsBoth() {
        String code = "BTS-" + unique();
        String provider = Platform.http().create(registry(), "/v1/partners", """
                {"kind":"UNIVERSITY","legalName":"Université %s (test)","relation":"AGREEMENT"}""".formatted(code));
        awaitUntil(() -> Platform.number(
                        ServiceKind.CATALOG,
                        "select count(*) from partner_view where id = ?",
                        UUID.fromString(provider))
                == 1);
        Page page = office(CATALOGUE_MANAGER);
        choose(page, "Catalogue");
        ask(page, button(page, "Créer une formation"));
        type(page, "code", code);
        type(page, "title", "BTS " + code + " (test)");
        field(page, "family").selectOption("BTS");
        tick(page, page.locator("dialog[open] [name=modalities][value=DISTANCE]"));
        assertAccessible(page);
        decide(page);
        awaitText(page, "La formation est créée");
        press(page, link(page, "BTS " + code + " (test)"));
        awaitHeading(page, "BTS " + code);
        ask(page, button(page, "Publier"));
        decide(page);
        awaitText(page, "La formation est publiée");
        ask(page, button(page, "Corriger la formation"));
        field(page, "id").selectOption(provider);
        decide(page);
        awaitText(page, "La formation est corrigée");
        completeForTheStandards(page);
        JsonNode completed = read(Platform.CATALOGUE_OFFICE, "/v1/trainings/by-code/" + code);
        assertThat(completed.at("/providerIds/0").asText()).isEqualTo(provider);
        assertThat(completed.at("/formacode/1").asText()).isEqualTo("34582");
        assertThat(completed.at("/curriculum/path").asText()).isEqualTo("MIXED");
        assertThat(completed.at("/curriculum/skillBlocks/0/code").asText()).isEqualTo("RNCP38362BC01");

        ask(page, button(page, "Créer une session"));
        field(page, "startsOn").fill(Fixture.today().plusDays(200).toString());
        field(page, "endsOn").fill(Fixture.today().plusDays(100).toString());
        type(page, "capacity", "20");
        type(page, "price", "500");
        field(page, "academicYear").fill(academicYearIn(200));
        press(page, page.locator("dialog[open] button.primary"));
        page.locator("dialog[open] [name=endsOn][aria-invalid=true]").waitFor();
        field(page, "endsOn").fill(Fixture.today().plusDays(300).toString());
        decide(page);
        awaitText(page, "La session est créée");
        ask(page, row(page, code).getByText("Ouvrir"));
        decide(page);
        awaitText(page, "La session est ouverte");
        JsonNode training = read(Platform.CATALOGUE_OFFICE, "/v1/trainings/by-code/" + code);
        String offerings = "/v1/offerings?trainingId=" + training.path("id").asText();
        assertThat(only(Platform.CATALOGUE_OFFICE, offerings).path("state").asText())
                .isEqualTo("OPEN");

        ask(page, row(page, code).getByText("Corriger"));
        field(page, "capacity").fill("25");
        decide(page);
        awaitText(page, "La session est corrigée");
        tick(page, box(page, "Choisir toutes les lignes de la page"));
        ask(page, button(page, "Clore"));
        decide(page);
        awaitText(page, "La décision est enregistrée pour 1 ligne");
        check(page, "fr", "training");
        JsonNode offering = only(Platform.CATALOGUE_OFFICE, offerings);
        assertThat(offering.path("state").asText()).isEqualTo("CLOSED");
        assertThat(offering.path("capacity").asInt()).isEqualTo(25);

        ask(page, row(page, code).getByText("Annuler la session"));
        decide(page);
        awaitText(page, "La session est annulée");
        assertThat(only(Platform.CATALOGUE_OFFICE, offerings).path("state").asText())
                .isEqualTo("CANCELLED");
        changeState(page, "Archiver", "La formation est archivée");
        assertThat(stateOf(Platform.CATALOGUE_OFFICE, "/v1/trainings/by-code/" + code))
                .isEqualTo("ARCHIVED");
        assertAccessible(page);
    }

    private static void completeForTheStandards(Page page) {
        ask(page, button(page, "Compléter pour les standards"));
        field(page, "formacode").fill("34566\n34582");
        field(page, "path").selectOption("MIXED");
        type(page, "diplomaCode", "12");
        press(page, page.locator("dialog[open] button.primary"));
        page.locator("dialog[open] [name=diplomaCode][aria-invalid=true]").waitFor();
        assertThat(page.locator("dialog[open] button.primary:focus").count()).isZero();
        field(page, "diplomaCode").fill("32031213");
        type(page, "code", "RNCP38362BC01");
        type(page, "title", "Animer un point de vente");
        decide(page);
        awaitText(page, "Les données pour les standards sont enregistrées");
        assertThat(page.locator("main").textContent()).contains("32031213", "Mixte", "Animer un point de vente");
    }

    @Test
    void theCatalogueManagerGivesAnOfferingTwoEnrollmentPeriods() {
        String code = "BTS-" + unique();
        String catalogue = Platform.token(Platform.CATALOGUE_OFFICE);
        String training = Platform.http().create(catalogue, "/v1/trainings", """
                {"code":"%s","title":"BTS %s (test)","family":"BTS","level":5,"modalities":["DISTANCE"]}""".formatted(code, code));
        Platform.http().postSuccessfully(catalogue, "/v1/trainings/" + training + "/publication", "");
        Page page = office(CATALOGUE_MANAGER);
        page.navigate("/app/#/training/" + training);
        awaitHeading(page, "BTS " + code);
        ask(page, button(page, "Créer une session"));
        field(page, "startsOn").fill(Fixture.today().plusDays(200).toString());
        field(page, "endsOn").fill(Fixture.today().plusDays(300).toString());
        type(page, "capacity", "20");
        type(page, "price", "500");
        field(page, "academicYear").fill(academicYearIn(200));
        LocalDate first = Fixture.today();
        LocalDate second = first.plusDays(10);
        Locator periods = page.locator("dialog[open] [data-rows=enrollmentPeriods] > div");
        assertThat(periods.count()).as("an empty row").isEqualTo(1);
        fillInRow(page, periods.first(), "opensOn", first.toString());
        fillInRow(page, periods.first(), "closesOn", second.minusDays(1).toString());
        reach(page, periods.first().locator("[name=students]"));
        periods.first().locator("[name=students]").selectOption("RETURNING");
        fillInRow(page, periods.first(), "waitingListSize", "5");
        press(
                page,
                page.locator("dialog[open] [data-pointer='/enrollmentPeriods'] button")
                        .first());
        fillInRow(page, periods.last(), "opensOn", second.toString());
        fillInRow(page, periods.last(), "closesOn", first.toString());
        press(page, page.locator("dialog[open] button.primary"));
        periods.last().locator("[name=closesOn][aria-invalid=true]").waitFor();
        assertThat(periods.first().locator("[aria-invalid=true]").count()).isZero();
        assertAccessible(page);
        fillInRow(page, periods.last(), "closesOn", second.plusDays(30).toString());
        decide(page);
        awaitText(page, "La session est créée");
        String offerings = "/v1/offerings?trainingId=" + training;
        JsonNode created = only(Platform.CATALOGUE_OFFICE, offerings).path("enrollmentPeriods");
        assertThat(created.findValuesAsText("opensOn")).containsExactly(first.toString(), second.toString());
        assertThat(created.findValuesAsText("students")).containsExactly("RETURNING");
        assertThat(created.path(0).path("waitingListSize").asInt()).isEqualTo(5);
        assertAccessible(page);
        ask(page, row(page, code).getByText("Corriger"));
        assertThat(periods.count()).as("two periods and an empty row").isEqualTo(3);
        fillInRow(page, periods.nth(1), "opensOn", second.plusDays(5).toString());
        decide(page);
        awaitText(page, "La session est corrigée");
        JsonNode corrected = only(Platform.CATALOGUE_OFFICE, offerings).path("enrollmentPeriods");
        assertThat(corrected.path(0)).isEqualTo(created.path(0));
        assertThat(corrected.findValuesAsText("opensOn"))
                .containsExactly(first.toString(), second.plusDays(5).toString());
    }

    /** Reaches a field of a row in the open dialog with the keyboard, and fills it. */
    private static void fillInRow(Page page, Locator row, String name, String text) {
        Locator field = row.locator("[name=" + name + "]");
        reach(page, field);
        field.fill(text);
    }

    /** What LHEO cannot show of a training, from the pages of the list. */
    private static JsonNode gapsOf(String trainingCode) {
        String cursor = "";
        do {
            JsonNode page = Platform.http()
                    .get(Platform.token(Platform.CATALOGUE_OFFICE), "/v1/exports/lheo/gaps?limit=100" + cursor)
                    .body();
            for (JsonNode one : page.path("items")) {
                if (one.path("trainingCode").asText().equals(trainingCode)) {
                    return one;
                }
            }
            cursor = "&cursor=" + page.path("next").asText();
        } while (cursor.length() > "&cursor=".length());
        throw new AssertionError("no gaps of " + trainingCode);
    }

    @Test
    void theCatalogueManagerSeesWhatLheoCannotShowWithTheKeyboard() {
        Fixture fixture = Fixture.with(SEATS, SEATS);
        String code = read("/v1/trainings/" + fixture.training()).path("code").asText();
        Page page = workspace(CATALOGUE_MANAGER, "fr");
        page.setViewportSize(PHONE, HEIGHT);
        choose(page, "Export LHEO");
        String gaps = row(page, code).textContent();
        check(page, "fr", "lheo-gaps");
        assertThat(gaps).contains("objectif-formation", "texte manquant");
        assertThat(gaps).contains(gapsOf(code).path("reasons").findValuesAsText("element"));
    }

    @Test
    void anOfficeInvitesAndRemovesAColleague() {
        String email = unique().toLowerCase(Locale.ROOT) + "@example.org";
        Page page = office(CATALOGUE_MANAGER);
        choose(page, "Personnes");
        ask(page, button(page, "Inviter une personne"));
        type(page, "firstName", "Yves");
        type(page, "lastName", "Le Goff");
        type(page, "email", email);
        assertThat(page.locator("dialog[open] [name=role]").count())
                .as("an office has one role")
                .isZero();
        assertAccessible(page);
        decide(page);
        awaitText(page, "Le compte est créé");
        assertThat(read(Platform.CATALOGUE_OFFICE, "/v1/people?limit=100").findValuesAsText("email"))
                .contains(email);
        ask(page, row(page, email).getByText("Retirer"));
        decide(page);
        awaitText(page, "La personne est retirée");
        assertThat(read(Platform.CATALOGUE_OFFICE, "/v1/people?limit=100").findValuesAsText("email"))
                .doesNotContain(email);
    }

    @Test
    void aReaderSearchesTheCatalogueAndFiltersItByAFacet() {
        Fixture.with(SEATS, SEATS);
        Page page = office(CATALOGUE_READER);
        choose(page, "Catalogue");
        page.locator("main input[name=q]").fill("bts");
        press(page, button(page, "Filtrer"));
        awaitText(page, "sur cette page");
        assertThat(page.url()).contains("q=bts");
        check(page, "fr", "catalogue");
        assertThat(button(page, "Créer une formation").count()).isZero();
        press(page, page.locator("main tbody th a").first());
        awaitStep(page, "Sessions de formation");
        assertAccessible(page);
    }
}
