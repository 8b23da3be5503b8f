package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The jobs of the offices in the workspace, each from the first page and with the keyboard: counted work, decisions for
 * several rows, the registry of partners, agreements step by step, the catalogue, and the health of the platform. Also
 * how many clicks each job of each kind of person takes.
 */
@Order(4)
class OfficeJobsWorkspaceIT extends WorkspaceTest {

    private static final int SEATS = 5;
    private static final int MORE_THAN_A_PAGE = 21;
    private static final int MOST_CLICKS = 3;

    /** A click in the row of an object: on its link, or on a button. */
    private static final Pattern IN_ROW = Pattern.compile("\\{(\\w+)}(?:: (.+))?");

    private static String unique() {
        return "T" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
    }

    private static String registry() {
        return Platform.token(Platform.PARTNERSHIP_OFFICE);
    }

    private static JsonNode read(String client, String path) {
        ApiClient.Response answer = Platform.http().get(Platform.token(client), path);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.body();
    }

    /** The only item of a list. */
    private static JsonNode only(String client, String path) {
        JsonNode items = read(client, path).path("items");
        assertThat(items).as(path).hasSize(1);
        return items.path(0);
    }

    private static String stateOf(String client, String path) {
        return read(client, path).path("state").asText();
    }

    private static void awaitUntil(Callable<Boolean> condition) {
        await().pollInSameThread().atMost(Duration.ofSeconds(60)).until(condition); // Playwright has one thread
    }

    private Page office(String person, int width) {
        Page page = workspace(person, "fr");
        page.setViewportSize(width, 900);
        assertAccessible(page);
        return page;
    }

    /** Reaches a field of the form in the page with the keyboard. */
    private static Locator formField(Page page, String name) {
        Locator field = page.locator("form.page-form [name=" + name + "]").first();
        reach(page, field);
        return field;
    }

    private static void typeInForm(Page page, String name, String text) {
        formField(page, name);
        page.keyboard().type(text);
    }

    /** Sets or clears a box with the keyboard. */
    private static void tick(Page page, Locator box) {
        reach(page, box);
        page.keyboard().press("Space");
    }

    private static Locator box(Page page, String name) {
        return page.getByRole(
                AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Saves a step of a draft, and waits for the next one. */
    private static void nextStep(Page page, String heading) {
        press(page, button(page, "Enregistrer et continuer"));
        awaitStep(page, heading);
    }

    private static void awaitStep(Page page, String heading) {
        page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName(heading).setLevel(2).setExact(true))
                .waitFor();
        awaitReady(page);
    }

    /** The count of a page in the menu. */
    private static int count(Page page, String path) {
        Locator count = page.locator("nav.side [data-count=" + path + "] [aria-hidden]");
        return count.count() == 0 ? 0 : Integer.parseInt(count.first().textContent());
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void theEnrollmentOfficerApprovesSeveralFundingsFromTheCountedWork(int width) {
        Fixture fixture = Fixture.with(SEATS, SEATS, "INDIVIDUAL", "REGION");
        String run = unique();
        for (String name : new String[] {"Premier " + run, "Second " + run}) {
            String request = fixture.request().replaceFirst("Étudiant \\d+", name);
            String fundings = ",\"fundings\":[{\"kind\":\"REGION\",\"funder\":\"Bretagne\",\"amount\":500.00}]}";
            assertThat(fixture.enroll(request.replaceFirst("}$", fundings), unique())
                            .status())
                    .isEqualTo(201);
        }
        String waiting = "/v1/statistics?state=PENDING_FUNDING&agreementId=" + fixture.agreement();
        awaitUntil(() -> read(Platform.ENROLLMENT_OFFICE, waiting)
                        .path("total")
                        .path("enrollments")
                        .asInt()
                == 2);
        String due = Platform.http().create(fixture.token(), "/v1/students", """
                {"familyName":"Ancien %s","givenNames":"Maëlle","birthDate":"2004-05-06","birthPlace":"Quimper"}""".formatted(run));
        Platform.update(
                ServiceKind.ENROLLMENT,
                "update student set registered_at = now() - interval '6 years' where id = '" + due + "'");
        Page page = office(ENROLLMENT_OFFICER, width);
        Locator job = page.locator("main .work a[href='#/waiting-funding']");
        assertThat(job.textContent()).matches("\\d+ financements à décider");
        Object order = page.locator("main .work a")
                .evaluateAll("links => links.map((link) => link.getAttribute('href')).join(' ')");
        assertThat(order.toString())
                .as("an erasure due for a year is before a funding of today")
                .containsSubsequence("#/due-erasures", "#/waiting-funding");
        assertThat(page.locator("main .work li:has(a[href='#/waiting-funding'])")
                        .textContent())
                .contains("le plus ancien inscrit il y a");
        press(page, job);
        awaitHeading(page, "En attente de financement");

        page.navigate("/app/#/waiting-funding?offeringId=" + fixture.offering());
        awaitText(page, "2 lignes sur cette page");
        awaitNames(page);
        ask(page, button(page, "Accorder"), "Choisissez d’abord des lignes");
        tick(page, box(page, "Choisir toutes les lignes de la page"));
        awaitText(page, "2 lignes choisies");
        ask(page, button(page, "Accorder"));
        assertThat(page.locator("dialog[open]").textContent()).contains("Premier " + run, "Second " + run);
        assertAccessible(page);
        decide(page);
        awaitText(page, "La décision est enregistrée pour 2 lignes");
        awaitText(page, "Aucune inscription n’attend");
        assertThat(read(Platform.ENROLLMENT_OFFICE, "/v1/enrollments?offeringId=" + fixture.offering())
                        .path("items"))
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.path("state").asText()).isEqualTo("CONFIRMED"));
    }

    /** Presses a button that answers with a message instead of a dialog. */
    private static void ask(Page page, Locator button, String message) {
        press(page, button);
        awaitText(page, message);
        assertThat(page.locator("dialog[open]").count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void thePartnershipOfficerStudiesANeedAndComesBackToItsPage(int width) {
        Fixture fixture = Fixture.with(SEATS, SEATS);
        String run = unique();
        String need = "";
        for (int i = 0; i < MORE_THAN_A_PAGE; i++) {
            need = Platform.http().create(registry(), "/v1/training-needs", """
                    {"partnerId":"%s","title":"Besoin %s-%02d"}""".formatted(fixture.partner(), run, i));
        }
        Page page = office(PARTNERSHIP_OFFICER, width);
        press(page, page.locator("main .work a[href='#/needs']"));
        awaitHeading(page, "Besoins de formation");
        assertThat(page.locator("nav.side ul").isVisible())
                .as("the menu is collapsed on a phone")
                .isEqualTo(width == 1440);
        String title = "Besoin %s-%02d".formatted(run, MORE_THAN_A_PAGE - 1);
        press(page, button(page, "Page suivante"));
        row(page, title);
        assertAccessible(page);
        assertThat(page.url()).contains("pages=");

        tick(page, box(page, "Choisir " + title));
        ask(page, button(page, "Mettre à l’étude"));
        awaitText(page, title);
        decide(page);
        awaitText(page, "La décision est enregistrée pour 1 ligne");
        assertThat(read(Platform.PARTNERSHIP_OFFICE, "/v1/training-needs/" + need)
                        .path("state")
                        .asText())
                .isEqualTo("UNDER_STUDY");
        String expressed = "/v1/training-needs?state=EXPRESSED&limit=100";
        awaitUntil(() -> count(page, "needs")
                == read(Platform.PARTNERSHIP_OFFICE, expressed).path("items").size());

        choose(page, "Conventions");
        page.goBack();
        awaitHeading(page, "Besoins de formation");
        button(page, "Page précédente").waitFor();
        assertThat(page.url()).contains("pages=");
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void thePartnershipOfficerRegistersCorrectsAndClosesAPartnerAndMakesItsKey(int width) {
        String name = "Tiers-lieu " + unique() + " (test)";
        Page page = office(PARTNERSHIP_OFFICER, width);
        choose(page, "Partenaires");
        ask(page, button(page, "Enregistrer un partenaire"));
        type(page, "legalName", name);
        field(page, "kind").selectOption("THIRD_PLACE");
        field(page, "relation").selectOption("AGREEMENT");
        type(page, "siret", "12345678901234");
        press(page, page.locator("dialog[open] button.primary"));
        page.locator("dialog[open] [name=siret][aria-invalid=true]").waitFor();
        assertAccessible(page);
        field(page, "siret").fill("");
        decide(page);
        awaitText(page, "Le partenaire est enregistré");
        press(page, link(page, name));
        awaitHeading(page, name);

        ask(page, button(page, "Corriger le partenaire"));
        type(page, "shortName", "TL");
        decide(page);
        awaitText(page, "Le partenaire est corrigé");
        ask(page, button(page, "Modifier les contacts"));
        type(page, "role", "Direction");
        type(page, "name", "Anne Martin");
        decide(page);
        awaitText(page, "Les contacts sont modifiés");
        check(page, "fr", "partner");
        String id = page.url().replaceFirst(".*/", "");
        JsonNode partner = read(Platform.PARTNERSHIP_OFFICE, "/v1/partners/" + id);
        assertThat(partner.path("shortName").asText()).isEqualTo("TL");
        assertThat(partner.path("contacts").path(0).path("name").asText()).isEqualTo("Anne Martin");

        ask(page, button(page, "Créer une clé"));
        type(page, "name", "Progiciel (test)");
        tick(page, page.locator("dialog[open] [value='enrollments:read']"));
        decide(page);
        awaitText(page, "Identifiant et secret, montrés une seule fois");
        JsonNode key = only(Platform.PARTNERSHIP_OFFICE, "/v1/api-clients?partnerId=" + id);
        assertThat(key.path("scopes")).hasSize(1);
        assertThat(page.locator("main .result").textContent())
                .contains(key.path("clientId").asText());
        ask(page, button(page, "Changer le secret"));
        decide(page);
        assertThat(only(Platform.PARTNERSHIP_OFFICE, "/v1/api-clients?partnerId=" + id)
                        .hasNonNull("previousSecretValidUntil"))
                .isTrue();
        ask(page, button(page, "Révoquer"));
        decide(page);
        awaitText(page, "La clé est révoquée");
        assertThat(only(Platform.PARTNERSHIP_OFFICE, "/v1/api-clients?partnerId=" + id)
                        .path("state")
                        .asText())
                .isEqualTo("REVOKED");

        press(page, link(page, "Personnes de ce partenaire"));
        awaitHeading(page, "Personnes");
        assertThat(page.locator("main h1").textContent()).endsWith("TL");
        ask(page, button(page, "Inviter une personne"));
        type(page, "firstName", "Jeanne");
        type(page, "lastName", "Le Bihan");
        type(page, "email", unique().toLowerCase(Locale.ROOT) + "@example.org");
        field(page, "role").selectOption("ADMINISTERS");
        decide(page);
        awaitText(page, "Le compte est créé");
        JsonNode person = only(Platform.PARTNERSHIP_OFFICE, "/v1/people?partnerId=" + id);
        assertThat(person.path("lastName").asText()).isEqualTo("Le Bihan");
        assertThat(person.path("role").asText()).isEqualTo("ADMINISTERS");

        page.navigate("/app/#/partner/" + id);
        awaitHeading(page, name);
        changeState(page, "Suspendre", "Le partenaire est suspendu");
        assertThat(stateOf(Platform.PARTNERSHIP_OFFICE, "/v1/partners/" + id)).isEqualTo("SUSPENDED");
        changeState(page, "Activer", "Le partenaire est actif");
        assertThat(stateOf(Platform.PARTNERSHIP_OFFICE, "/v1/partners/" + id)).isEqualTo("ACTIVE");
        changeState(page, "Fermer", "Le partenaire est fermé");
        assertThat(stateOf(Platform.PARTNERSHIP_OFFICE, "/v1/partners/" + id)).isEqualTo("CLOSED");
        assertAccessible(page);
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void anOfficeInvitesAndRemovesAColleague(int width) {
        String email = unique().toLowerCase(Locale.ROOT) + "@example.org";
        Page page = office(CATALOGUE_MANAGER, width);
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

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void thePartnershipOfficerWritesAnAgreementByStepsSignsItAndItsRenewal(int width) {
        String name = "Université " + unique() + " (test)";
        String partner = Platform.http().create(registry(), "/v1/partners", """
                {"kind":"UNIVERSITY","legalName":"%s","relation":"AGREEMENT"}""".formatted(name));
        Page page = office(PARTNERSHIP_OFFICER, width);
        choose(page, "Conventions");
        press(page, link(page, "Rédiger une convention"));
        awaitHeading(page, "Nouvelle convention");
        formField(page, "partnerId").selectOption(partner);
        formField(page, "role").selectOption("SIGNATORY");
        check(page, "fr", "draft");
        nextStep(page, "Formations");

        tick(page, page.locator("form.page-form [value=BTS]"));
        typeInForm(page, "trainingCodes", "BTS-INCONNU");
        press(page, button(page, "Enregistrer et continuer"));
        awaitText(page, "la signature le refuserait");
        assertAccessible(page);
        formField(page, "trainingCodes").fill("");
        nextStep(page, "Places");

        typeInForm(page, "academicYear", "2026");
        typeInForm(page, "seats", "12");
        press(page, button(page, "Enregistrer et continuer"));
        page.locator("[name=academicYear][aria-invalid=true]").waitFor();
        assertAccessible(page);
        formField(page, "academicYear").fill(Fixture.academicYear());
        nextStep(page, "Prix et remboursement");
        typeInForm(page, "discountPercent", "10");
        nextStep(page, "Financements");
        tick(page, page.locator("form.page-form [value=INDIVIDUAL]"));
        nextStep(page, "Dates et présence");
        formField(page, "startsOn").fill("2022-01-01");
        formField(page, "endsOn").fill(Fixture.today().plusDays(60).toString());
        press(page, button(page, "Enregistrer et continuer"));
        awaitHeading(page, "Convention ");
        sign(page);
        JsonNode agreement = only(Platform.PARTNERSHIP_OFFICE, "/v1/agreements?partnerId=" + partner);
        assertThat(agreement.path("state").asText()).isEqualTo("IN_FORCE");
        assertThat(agreement.path("tariff").path("discountPercent").asInt()).isEqualTo(10);
        assertThat(agreement.path("seatQuotas").path(0).path("seats").asInt()).isEqualTo(12);
        assertThat(agreement.path("scope").path("trainingCodes")).isEmpty();

        ask(page, button(page, "Enregistrer un avenant"));
        field(page, "quota").selectOption("0");
        type(page, "seats", "15");
        type(page, "reason", "plus d’étudiants");
        decide(page);
        awaitText(page, "L’avenant s’applique depuis");
        assertThat(only(Platform.PARTNERSHIP_OFFICE, "/v1/agreements?partnerId=" + partner)
                        .at("/seatQuotas/0/seats")
                        .asInt())
                .isEqualTo(15);

        ask(page, button(page, "Renouveler"));
        decide(page);
        awaitText(page, "Le projet de renouvellement est créé");
        String before = "/v1/agreements?predecessorId=" + agreement.path("id").asText();
        JsonNode renewal = only(Platform.PARTNERSHIP_OFFICE, before);
        press(page, link(page, renewal.path("number").asText()));
        awaitHeading(page, "Projet de convention");
        press(page, link(page, "Dates et présence"));
        awaitStep(page, "Dates et présence");
        press(page, button(page, "Enregistrer et continuer"));
        awaitHeading(page, "Convention ");
        sign(page);
        assertThat(only(Platform.PARTNERSHIP_OFFICE, before).path("state").asText())
                .isEqualTo("SIGNED");
    }

    private static void sign(Page page) {
        changeState(page, "Signer", "La convention est signée");
    }

    /** Changes the state of the object of the page. */
    private static void changeState(Page page, String name, String message) {
        ask(page, button(page, name));
        decide(page);
        awaitText(page, message);
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void thePartnershipOfficerDraftsUnderAFrameworkAndOnATemplate(int width) {
        String run = unique();
        ApiClient http = Platform.http();
        String partner = http.create(registry(), "/v1/partners", """
                {"kind":"UNIVERSITY","legalName":"Université %s (test)","relation":"AGREEMENT"}""".formatted(run));
        String framework =
                http.create(registry(), "/v1/agreements", """
                {"kind":"FRAMEWORK","title":"Cadre %s","parties":[{"partnerId":"%s","role":"SIGNATORY"}],
                 "startsOn":"2022-01-01","scope":{"families":["BTS"]},"seatQuotas":[{"academicYear":"%s","seats":20}],
                 "fundings":[{"kind":"INDIVIDUAL"}]}""".formatted(run, partner, Fixture.academicYear()));
        String template = """
                {"kind":"TEMPLATE","title":"%s %s","scope":{"families":["BTS"]},"tariff":{"discountPercent":15},
                 "fundings":[{"kind":"REGION"}]}""";
        String signed = http.create(registry(), "/v1/agreements", template.formatted("Modèle", run));
        String unsigned = http.create(registry(), "/v1/agreements", template.formatted("Ébauche", run));
        for (String one : List.of(framework, signed)) {
            http.postSuccessfully(registry(), "/v1/agreements/" + one + "/signature", "{}");
        }
        Page page = office(PARTNERSHIP_OFFICER, width);

        JsonNode specific = draftOn(page, partner, "parentId", framework);
        assertThat(specific.path("parentId").asText()).isEqualTo(framework);
        assertThat(specific.path("state").asText()).isEqualTo("DRAFT");

        JsonNode copy = draftOn(page, partner, "templateId", signed);
        assertThat(copy.path("templateId").asText()).isEqualTo(signed);
        assertThat(copy.at("/tariff/discountPercent").asInt()).isEqualTo(15);
        assertThat(page.locator("form.page-form [value=BTS]").isChecked()).isTrue();
        assertAccessible(page);
        choose(page, "Conventions");
        press(page, link(page, "Rédiger une convention"));
        awaitHeading(page, "Nouvelle convention");
        assertThat(page.locator("[name=templateId] option[value='" + signed + "']")
                        .count())
                .isEqualTo(1);
        assertThat(page.locator("[name=templateId] option[value='" + unsigned + "']")
                        .count())
                .as("only a signed agreement is a model")
                .isZero();
    }

    /** Writes the first step of a draft on the base of another agreement, and reads the draft. */
    private static JsonNode draftOn(Page page, String partner, String field, String base) {
        choose(page, "Conventions");
        press(page, link(page, "Rédiger une convention"));
        awaitHeading(page, "Nouvelle convention");
        formField(page, field).selectOption(base);
        formField(page, "partnerId").selectOption(partner);
        formField(page, "role").selectOption("SIGNATORY");
        nextStep(page, "Formations");
        String draft = page.url().replaceFirst(".*/draft/([^?]+).*", "$1");
        return read(Platform.PARTNERSHIP_OFFICE, "/v1/agreements/" + draft);
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void thePartnershipOfficerKeepsANetworkASiteAndAnOpportunity(int width) {
        String run = unique();
        Fixture fixture = Fixture.with(SEATS, SEATS);
        String company = Platform.http().create(registry(), "/v1/partners", """
                {"kind":"COMPANY","legalName":"Auberge %s (test)","relation":"AGREEMENT"}""".formatted(run));
        String agreement =
                Platform.http().create(registry(), "/v1/agreements", """
                {"kind":"SPECIFIC","parties":[{"partnerId":"%s","role":"SIGNATORY"}],"startsOn":"2022-01-01",
                 "scope":{"families":["BTS"]},"seatQuotas":[{"academicYear":"%s","seats":2}],
                 "fundings":[{"kind":"INDIVIDUAL"}]}""".formatted(company, Fixture.academicYear()));
        Platform.http().postSuccessfully(registry(), "/v1/agreements/" + agreement + "/signature", "{}");
        Page page = office(PARTNERSHIP_OFFICER, width);

        choose(page, "Réseaux");
        ask(page, button(page, "Créer un réseau"));
        type(page, "code", run);
        type(page, "name", "Réseau " + run);
        decide(page);
        awaitText(page, "Le réseau est créé");
        String network = only(Platform.PARTNERSHIP_OFFICE, "/v1/networks?code=" + run)
                .path("id")
                .asText();
        press(page, row(page, "Réseau " + run).getByRole(AriaRole.LINK));
        awaitHeading(page, "Réseau " + run);
        ask(page, button(page, "Corriger le réseau"));
        type(page, "foundedIn", "2020");
        assertAccessible(page);
        decide(page);
        awaitText(page, "Le réseau est corrigé");
        JsonNode corrected = read(Platform.PARTNERSHIP_OFFICE, "/v1/networks/" + network);
        assertThat(corrected.path("foundedIn").asInt()).isEqualTo(2020);
        assertThat(corrected.path("name").asText()).isEqualTo("Réseau " + run);

        choose(page, "Sites");
        ask(page, button(page, "Enregistrer un site"));
        field(page, "partnerId").selectOption(fixture.partner().toString());
        type(page, "name", "Site " + run);
        decide(page);
        awaitText(page, "Le site est enregistré");
        String site = only(Platform.PARTNERSHIP_OFFICE, "/v1/sites?partnerId=" + fixture.partner())
                .path("id")
                .asText();
        page.navigate("/app/#/site/" + site);
        awaitHeading(page, "Site " + run);
        ask(page, button(page, "Corriger le site et ses labels"));
        field(page, "networkId").selectOption(network);
        field(page, "labelledFrom").fill(Fixture.today().toString());
        decide(page);
        awaitText(page, "Le site est corrigé");
        assertThat(read(Platform.PARTNERSHIP_OFFICE, "/v1/sites/" + site)
                        .path("labels")
                        .path(0)
                        .path("networkId")
                        .asText())
                .isEqualTo(network);

        choose(page, "Offres d’emploi et de stage");
        ask(page, button(page, "Publier une offre"));
        field(page, "partnerId").selectOption(company);
        field(page, "kind").selectOption("APPRENTICESHIP");
        type(page, "title", "Commis " + run);
        type(page, "description", "Restaurant traditionnel");
        type(page, "romeCode", "G1602");
        assertAccessible(page);
        decide(page);
        awaitText(page, "L’offre est publiée");
        ask(page, row(page, "Commis " + run).getByText("Corriger"));
        field(page, "title").fill("Cuisinier " + run);
        type(page, "inseeCode", "29233");
        decide(page);
        awaitText(page, "L’offre est corrigée");
        JsonNode published = only(Platform.PARTNERSHIP_OFFICE, "/v1/opportunities?partnerId=" + company);
        assertThat(published.path("title").asText()).isEqualTo("Cuisinier " + run);
        assertThat(published.at("/place/department").asText()).isEqualTo("29");
        ask(page, row(page, "Cuisinier " + run).getByText("Retirer"));
        decide(page);
        awaitText(page, "L’offre est retirée");
        JsonNode opportunity = only(Platform.PARTNERSHIP_OFFICE, "/v1/opportunities?past=true&partnerId=" + company);
        assertThat(opportunity.path("state").asText()).isEqualTo("WITHDRAWN");
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void theCatalogueManagerCreatesATrainingAndItsOfferingAndEndsBoth(int width) {
        String code = "BTS-" + unique();
        String provider = Platform.http().create(registry(), "/v1/partners", """
                {"kind":"UNIVERSITY","legalName":"Université %s (test)","relation":"AGREEMENT"}""".formatted(code));
        awaitUntil(() -> Platform.number(
                        ServiceKind.CATALOG,
                        "select count(*) from partner_view where id = ?",
                        UUID.fromString(provider))
                == 1);
        Page page = office(CATALOGUE_MANAGER, width);
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

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void theCatalogueManagerGivesAnOfferingTwoEnrollmentPeriods(int width) {
        String code = "BTS-" + unique();
        String catalogue = Platform.token(Platform.CATALOGUE_OFFICE);
        String training = Platform.http().create(catalogue, "/v1/trainings", """
                {"code":"%s","title":"BTS %s (test)","family":"BTS","level":5,"modalities":["DISTANCE"]}""".formatted(code, code));
        Platform.http().postSuccessfully(catalogue, "/v1/trainings/" + training + "/publication", "");
        Page page = office(CATALOGUE_MANAGER, width);
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

    /** The academic year of a day, some days from now. */
    private static String academicYearIn(int days) {
        var day = Fixture.today().plusDays(days);
        int first = day.getMonthValue() < 9 ? day.getYear() - 1 : day.getYear();
        return first + "-" + (first + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void aReaderSearchesTheCatalogueAndFiltersItByAFacet(int width) {
        Fixture.with(SEATS, SEATS);
        Page page = office(CATALOGUE_READER, width);
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

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void operationsStaffSeePartsWithVersionsDatabasesAndWaitingEvents(int width) {
        Page page = office(OPERATOR, width);
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

    /** A line of three-clicks.txt. */
    private record Job(String person, String name, List<String> clicks, String heading) {

        static Job parse(String line) {
            String[] columns = line.split(" \\| ", -1);
            return new Job(columns[0], columns[1], List.of(columns[2].split(" > ", -1)), columns[3]);
        }
    }

    private static List<Job> jobs() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("src/test/resources/three-clicks.txt"))) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Job::parse)
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyJobTakesAtMostThreeClicksFromTheFirstPage() throws IOException {
        List<Job> jobs = jobs();
        assertThat(jobs)
                .extracting(Job::person)
                .contains(
                        PARTNER_STAFF,
                        HOST_OF_APPRENTICES,
                        PARTNERSHIP_OFFICER,
                        CATALOGUE_MANAGER,
                        ENROLLMENT_OFFICER,
                        CATALOGUE_READER,
                        OPERATOR,
                        MANAGEMENT);
        Map<String, String> objects = objectsOfTheJobs();
        Map<String, Page> pages = new HashMap<>();
        return jobs.stream()
                .map(job -> DynamicTest.dynamicTest(job.person() + ": " + job.name(), () -> {
                    assertThat(job.clicks()).hasSizeLessThanOrEqualTo(MOST_CLICKS);
                    Page page = pages.computeIfAbsent(job.person(), person -> workspace(person, "fr"));
                    page.navigate("/app/");
                    page.locator("#sign-out").waitFor();
                    awaitReady(page);
                    job.clicks().forEach(click -> follow(page, click, objects));
                    String heading = objects.getOrDefault(job.heading().replaceAll("[{}]", ""), job.heading());
                    page.locator("dialog[open] h2, h1", new Page.LocatorOptions().setHasText(heading))
                            .first()
                            .waitFor();
                }));
    }

    private static void follow(Page page, String click, Map<String, String> objects) {
        Matcher inRow = IN_ROW.matcher(click);
        Locator ofMenu = page.locator("nav.side")
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(click).setExact(true));
        if (inRow.matches()) {
            Locator row = found(page, objects.get(inRow.group(1)));
            Locator element = inRow.group(2) == null
                    ? row.getByRole(AriaRole.LINK)
                    : row.getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions()
                                    .setName(inRow.group(2))
                                    .setExact(true));
            element.first().click();
        } else if (ofMenu.count() > 0) {
            choose(page, click);
        } else {
            link(page, click).or(button(page, click)).first().click();
        }
    }

    /** The row with the text. A list with a filter by reference is searched first, because it is long. */
    private static Locator found(Page page, String text) {
        Locator reference = page.locator("main form.filters input[name=reference]");
        if (reference.count() > 0) {
            reference.first().fill(text);
            reference.first().press("Enter");
            page.locator("main tbody tr", new Page.LocatorOptions().setHasText(text))
                    .first()
                    .waitFor();
        }
        return row(page, text);
    }

    /** The objects that three-clicks.txt names, each with a text of its row. */
    private static Map<String, String> objectsOfTheJobs() {
        String run = unique();
        ApiClient http = Platform.http();
        String partner = http.create(registry(), "/v1/partners", """
                {"kind":"THIRD_PLACE","legalName":"Tiers-lieu %s (test)","relation":"AGREEMENT"}""".formatted(run));
        Platform.get().setPartnerOf(RealmAccounts.PARTNER_USER, UUID.fromString(partner), "ADMINISTERS");
        http.create(registry(), "/v1/sites", """
                {"partnerId":"%s","name":"Site %s (test)"}""".formatted(partner, run));
        String agreement = """
                {"kind":"SPECIFIC","title":"%s %s","parties":[{"partnerId":"%s","role":"SIGNATORY"}],
                 "startsOn":"2022-01-01","endsOn":"%s","scope":{"families":["BTS"]},
                 "seatQuotas":[{"academicYear":"%s","seats":5}],"fundings":[{"kind":"INDIVIDUAL"}]}""";
        String ends = Fixture.today().plusDays(60).toString();
        String year = Fixture.academicYear();
        http.create(registry(), "/v1/agreements", agreement.formatted("Projet", run, partner, ends, year));
        String signed =
                http.create(registry(), "/v1/agreements", agreement.formatted("Convention", run, partner, ends, year));
        http.postSuccessfully(registry(), "/v1/agreements/" + signed + "/signature", "{}");

        String catalogue = Platform.token(Platform.CATALOGUE_OFFICE);
        String planned = http.create(catalogue, "/v1/trainings", """
                {"code":"P-%s","title":"BTS %s (test)","family":"BTS","level":5,"modalities":["DISTANCE"]}""".formatted(run, run));
        http.postSuccessfully(catalogue, "/v1/trainings/" + planned + "/publication", "");
        http.create(catalogue, "/v1/offerings", """
                {"trainingId":"%s","academicYear":"%s","modality":"DISTANCE","startsOn":"%s","endsOn":"%s",
                 "capacity":5,"price":{"amount":500.00,"currency":"EUR"}}""".formatted(
                        planned,
                        academicYearIn(200),
                        Fixture.today().plusDays(200),
                        Fixture.today().plusDays(300)));

        Fixture fixture = Fixture.with(SEATS, SEATS, "INDIVIDUAL", "REGION");
        String funding = ",\"fundings\":[{\"kind\":\"REGION\",\"funder\":\"Bretagne\",\"amount\":500.00}]}";
        enrolled(fixture, "Attente " + run, "A-" + run, funding);
        enrolled(fixture, "Doublon " + run, "D-" + run, "}");
        enrolled(Fixture.with(SEATS, SEATS), "Doublon " + run, "D-" + run, "}");
        active(enrolled(fixture, "Actif " + run, "E-" + run, "}"));
        String completed = active(enrolled(fixture, "Admis " + run, "R-" + run, "}"));
        http.postSuccessfully(
                Platform.token(Platform.ENROLLMENT_OFFICE),
                "/v1/enrollments/" + completed + "/completion",
                "{\"result\":{\"state\":\"PASSED\"}}");
        http.postSuccessfully(registry(), "/v1/agreements/" + fixture.agreement() + "/amendments", """
                {"reason":"Sportifs (test)","changes":{"adaptations":[
                 {"code":"EXTENDED_DEADLINES","nature":"PEDAGOGICAL","description":"Délais allongés"}]}}""");
        String ofStudent =
                "{\"reference\":\"S-" + run + "\",\"situation\":{\"highLevelAthlete\":true,\"apprentice\":true},";
        String athlete = fixture.request()
                .replaceFirst("Étudiant \\d+", "Sportif " + run)
                .replaceFirst("\"student\":\\{", "\"student\":" + ofStudent)
                .replaceFirst("\\{", "{\"reference\":\"S-" + run + "\",");
        assertThat(fixture.enroll(athlete, unique()).status()).isEqualTo(201);
        String code = read(Platform.CATALOGUE_OFFICE, "/v1/trainings/" + fixture.training())
                .path("code")
                .asText();
        Map<String, String> texts = new HashMap<>(Map.of("partner", run, "site", run, "training", run));
        texts.putAll(ofAgreements(agreement.formatted("Reconduite", run, partner, ends, year)));
        texts.put("file", fileWithAReject(partner));
        texts.put("draft", "Projet " + run);
        texts.put("inForce", "Convention " + run);
        texts.put("planned", "P-" + run);
        texts.put("open", code);
        texts.put("waiting", "Attente " + run);
        texts.put("duplicate", "Doublon " + run);
        texts.put("active", "E-" + run);
        texts.put("completed", "R-" + run);
        texts.put("athlete", "S-" + run);

        Fixture centre = Fixture.of("APPRENTICE_TRAINING_CENTRE", SEATS, SEATS, "INDIVIDUAL")
                .inApprenticeship();
        centre.contract(centre.apprentice("Apprenti " + run), "");
        Platform.get().setPartnerOf(RealmAccounts.HOST_USER, centre.partner(), "HOSTS_APPRENTICES");
        texts.put("apprentice", "Apprenti " + run);
        return texts;
    }

    /** A renewal that is not signed, and an agreement with a suspended funding, each with its number. */
    private static Map<String, String> ofAgreements(String agreement) {
        ApiClient http = Platform.http();
        String before = http.create(registry(), "/v1/agreements", agreement);
        http.postSuccessfully(registry(), "/v1/agreements/" + before + "/signature", "{}");
        String renewal = http.create(registry(), "/v1/agreements/" + before + "/renewal", """
                {"startsOn":"%s"}""".formatted(
                        Fixture.today().plusDays(61)));
        String suspended = Fixture.with(SEATS, SEATS, "INDIVIDUAL", "OPCO").agreement();
        http.postSuccessfully(registry(), "/v1/agreements/" + suspended + "/fundings/OPCO/suspension", """
                {"reason":"Plus d’argent (test)"}""");
        return Map.of("renewal", numberOf(renewal), "suspended", numberOf(suspended));
    }

    private static String numberOf(String agreement) {
        return read(Platform.PARTNERSHIP_OFFICE, "/v1/agreements/" + agreement)
                .path("number")
                .asText();
    }

    /** Sends a file with a row that cannot be read. Returns a text of its row: it is the only file of the partner. */
    private static String fileWithAReject(String partner) {
        String row = FileImport.row(UUID.randomUUID().toString(), "Rejet", "31/02/2004");
        JsonNode counts = FileImport.send(
                        () -> Platform.partnerToken(UUID.fromString(partner)),
                        "/v1/imports",
                        "text/csv",
                        "convention;" + FileImport.HEADER + "aucune;" + row + "\n")
                .ended();
        assertThat(counts.path("malformed").asInt() + counts.path("refused").asInt())
                .isEqualTo(1);
        return "envoi réel";
    }

    /** The id of the enrollment of a new student. */
    private static String enrolled(Fixture fixture, String familyName, String reference, String end) {
        String request = fixture.request()
                .replaceFirst("Étudiant \\d+", familyName)
                .replaceFirst("\\{", "{\"reference\":\"" + reference + "\",")
                .replaceFirst("}$", end);
        ApiClient.Response answer = fixture.enroll(request, unique());
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        return answer.id();
    }

    private static String active(String enrollment) {
        Platform.update(
                ServiceKind.ENROLLMENT, "update enrollment set state = 'ACTIVE' where id = '" + enrollment + "'");
        return enrollment;
    }
}
