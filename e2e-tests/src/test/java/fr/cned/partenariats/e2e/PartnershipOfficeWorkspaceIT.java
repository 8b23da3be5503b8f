package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import fr.cned.partenariats.local.service.ServiceKind;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The registry of the partnership office: partners, their people and keys, networks, sites, opportunities, needs. */
@Order(6)
class PartnershipOfficeWorkspaceIT extends WorkspaceTest {

    private static final int SEATS = 5;

    /** A token is valid for five minutes; the workspace renews it earlier. */
    private static final Duration TOKEN_ENDS_SOON = Duration.ofSeconds(290);

    private static final int MORE_THAN_A_PAGE = 21;

    @Test
    void thePartnershipOfficerRegistersCorrectsAndClosesAPartnerAndMakesItsKey() {
        String name = "Tiers-lieu " + unique() + " (test)";
        Page page = office(PARTNERSHIP_OFFICER);
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

    /** A closed federation is offered to no other partner. */
    @Test
    void aCorrectionKeepsTheClosedFederationOfAMember() {
        String run = unique();
        String federation = Platform.http().create(registry(), "/v1/partners", """
                {"kind":"SPORT_FEDERATION","legalName":"Fédération %s (test)","relation":"AGREEMENT"}""".formatted(run));
        String member = Platform.http().create(registry(), "/v1/partners", """
                {"kind":"SPORT_CENTRE","legalName":"Ligue %s (test)","relation":"AGREEMENT","parentId":"%s"}""".formatted(run, federation));
        Platform.http().postSuccessfully(registry(), "/v1/partners/" + federation + "/closure", "{}");
        Page page = office(PARTNERSHIP_OFFICER);
        page.navigate("/app/#/partner/" + member);
        awaitHeading(page, "Ligue " + run + " (test)");

        ask(page, button(page, "Corriger le partenaire"));
        type(page, "shortName", "Ligue");
        decide(page);

        awaitText(page, "Le partenaire est corrigé");
        JsonNode partner = read(Platform.PARTNERSHIP_OFFICE, "/v1/partners/" + member);
        assertThat(partner.path("shortName").asText()).isEqualTo("Ligue");
        assertThat(partner.path("parentId").asText()).isEqualTo(federation);
    }

    @Test
    void aFormSurvivesAMomentWithoutTheIdentityProvider() {
        Page page = office(PARTNERSHIP_OFFICER);
        choose(page, "Réseaux");
        ask(page, button(page, "Créer un réseau"));
        String code = unique();
        type(page, "code", code);
        type(page, "name", "Réseau " + code);
        page.route(
                "**/openid-connect/token",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(502)
                        .setContentType("text/html")
                        .setBody("<h1>Bad gateway</h1>")));
        page.clock().setFixedTime(System.currentTimeMillis() + TOKEN_ENDS_SOON.toMillis());

        decide(page);

        awaitText(page, "Le réseau est créé");
    }

    @Test
    void thePartnershipOfficerKeepsANetworkASiteAndAnOpportunity() {
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
        Page page = office(PARTNERSHIP_OFFICER);

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

    @Test
    void aNetworkHasAMapByDepartmentThatFiltersItsSitesWithTheKeyboard() {
        String run = unique();
        Fixture fixture = Fixture.with(SEATS, SEATS);
        String network = Platform.http().create(registry(), "/v1/networks", """
                {"code":"%s","name":"Réseau %s (test)"}""".formatted(run, run));
        for (String insee : new String[] {"29233", "77305"}) {
            Platform.http().create(registry(), "/v1/sites", """
                    {"partnerId":"%s","name":"Site %s (test)","address":{"inseeCode":"%s"},
                     "labels":[{"networkId":"%s","labelledFrom":"2020-01-01"}]}""".formatted(fixture.partner(), insee, insee, network));
        }
        Page page = workspace(PARTNERSHIP_OFFICER, "fr");
        page.setViewportSize(PHONE, HEIGHT);

        choose(page, "Réseaux");
        press(page, row(page, run).getByRole(AriaRole.LINK));
        awaitHeading(page, "Réseau " + run + " (test)");
        awaitText(page, "2 lignes en tout");
        check(page, "fr", "network");
        press(page, page.locator("svg.map a[aria-label='29\u00a0: 1']"));
        awaitText(page, "1 ligne en tout");
        assertThat(page.url()).endsWith("?department=29");
        row(page, "Site 29233 (test)").waitFor();
        assertThat(page.locator("main").textContent()).doesNotContain("Site 77305");
        assertAccessible(page);
        assertThat(itemsOf("/v1/sites?networkId=" + network)).hasSize(2);
    }

    @Test
    void thePartnershipOfficerEndsASiteAndItsStudentsMoveToAnotherOne() {
        String run = unique();
        Fixture fixture = Fixture.with(SEATS, SEATS);
        String ending = fixture.site("Ancien site " + run + " (test)");
        String target = fixture.site("Nouveau site " + run + " (test)");
        String request = request(fixture, "Déplacé " + run, ",\"siteId\":\"" + ending + "\"");
        assertThat(fixture.enroll(request, unique()).status()).isEqualTo(201);
        awaitUntil(() -> Platform.number(
                        ServiceKind.PARTNER,
                        "select count(*) from hosted_enrollment where site_id = ?",
                        UUID.fromString(ending))
                == 1);
        Page page = workspace(PARTNERSHIP_OFFICER, "fr");
        page.setViewportSize(PHONE, HEIGHT);

        choose(page, "Sites");
        page.locator("main input[name=words]").fill("ancien " + run);
        press(page, button(page, "Filtrer"));
        awaitText(page, "1 ligne en tout");
        check(page, "fr", "sites");
        press(page, link(page, "Ancien site " + run + " (test)"));
        awaitHeading(page, "Ancien site " + run);
        ask(page, button(page, "Fermer le site"));
        field(page, "endedOn").fill(Fixture.today().minusDays(1).toString());
        field(page, "students").selectOption("MOVE");
        type(page, "reason", "fin du bail");
        press(page, page.locator("dialog[open] button.primary"));
        page.locator("dialog[open] [name=targetSiteId][aria-invalid=true]").waitFor();
        assertAccessible(page);
        field(page, "targetSiteId").selectOption(target);
        decide(page);
        awaitText(page, "Le site est fermé");
        check(page, "fr", "site");

        assertThat(read("/v1/sites/" + ending).path("end").path("students").asText())
                .isEqualTo("MOVE");
        awaitUntil(() -> enrollmentOn(fixture).path("siteId").asText().equals(target));
    }

    /** The count of a page in the menu. */
    private static int count(Page page, String path) {
        Locator count = page.locator("nav.side [data-count=" + path + "] [aria-hidden]");
        return count.count() == 0 ? 0 : Integer.parseInt(count.first().textContent());
    }

    @Test
    void thePartnershipOfficerStudiesANeedAndComesBackToItsPage() {
        Fixture fixture = Fixture.with(SEATS, SEATS);
        String run = unique();
        String need = "";
        for (int i = 0; i < MORE_THAN_A_PAGE; i++) {
            need = Platform.http().create(registry(), "/v1/training-needs", """
                    {"partnerId":"%s","title":"Besoin %s-%02d"}""".formatted(fixture.partner(), run, i));
        }
        Page page = office(PARTNERSHIP_OFFICER);
        press(page, page.locator("main .work a[href='#/needs']"));
        awaitHeading(page, "Besoins de formation");
        assertThat(page.locator("nav.side ul").isVisible())
                .as("the menu is collapsed on a phone")
                .isFalse();
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

    /** The path of a new need. */
    private static String needUnderStudy(Fixture fixture, String title) {
        String need = "/v1/training-needs/"
                + Platform.http().create(registry(), "/v1/training-needs", """
                {"partnerId":"%s","title":"%s"}""".formatted(fixture.partner(), title));
        Platform.http().postSuccessfully(registry(), need + "/study", "");
        return need;
    }

    @Test
    void thePartnershipOfficerRestoresAFundingAndDecidesAboutNeedsWithTheKeyboard() {
        Fixture fixture = Fixture.with(SEATS, SEATS, "INDIVIDUAL", "OPCO");
        String path = "/v1/agreements/" + fixture.agreement();
        Platform.http().postSuccessfully(registry(), path + "/fundings/OPCO/suspension", """
                {"reason":"Plus d’argent (test)"}""");
        String number = agreement(fixture.agreement()).path("number").asText();
        String title = "Besoin " + unique();
        String need = needUnderStudy(fixture, title);
        String otherTitle = "Souhait " + unique();
        String otherNeed = needUnderStudy(fixture, otherTitle);
        String code = read("/v1/trainings/" + fixture.training()).path("code").asText();
        awaitUntil(() -> Platform.number(
                        ServiceKind.PARTNER, "select count(*) from training_family where training_code = ?", code)
                == 1);
        Page page = workspace(PARTNERSHIP_OFFICER, "fr");
        page.setViewportSize(PHONE, HEIGHT);

        choose(page, "Financements suspendus");
        ask(page, exactButton(row(page, number), "Rétablir"));
        assertThat(page.locator("dialog[open]").textContent()).contains(number);
        decide(page);
        awaitText(page, "Le financement est rétabli");
        assertThat(agreement(fixture.agreement()).path("fundings").findValuesAsText("state"))
                .doesNotContain("SUSPENDED");

        page.navigate("/app/#/needs?state=UNDER_STUDY");
        awaitHeading(page, "Besoins de formation");
        ask(page, exactButton(row(page, title), "Décliner"));
        assertThat(page.locator("dialog[open]").textContent()).contains(title);
        type(page, "reason", "hors du catalogue");
        decide(page);
        awaitText(page, "Le besoin est décliné");
        assertThat(Platform.http().get(registry(), need).body().path("state").asText())
                .isEqualTo("DECLINED");

        ask(page, exactButton(row(page, otherTitle), "Accepter"));
        type(page, "trainingCode", "BTS-INCONNU");
        press(page, page.locator("dialog[open] button.primary"));
        page.locator("dialog[open] [name=trainingCode][aria-invalid=true]").waitFor();
        assertAccessible(page);
        field(page, "trainingCode").fill(code);
        decide(page);
        awaitText(page, "Le besoin est accepté");
        JsonNode accepted = Platform.http().get(registry(), otherNeed).body();
        assertThat(accepted.path("state").asText()).isEqualTo("ACCEPTED");
        assertThat(accepted.path("trainingCode").asText()).isEqualTo(code);
        assertAccessible(page);
    }
}
