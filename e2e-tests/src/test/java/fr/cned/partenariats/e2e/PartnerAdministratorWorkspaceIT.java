package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import fr.cned.partenariats.local.keycloak.ClientCredentials;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the administrator of a partner keeps: people, keys, webhooks; and the figures of a federation. */
@Order(13)
class PartnerAdministratorWorkspaceIT extends WorkspaceTest {

    private static final int SEATS = 10;

    private static JsonNode people(Fixture fixture) {
        return kept(fixture, "people");
    }

    @Test
    void theAdministratorInvitesChangesSuspendsAndRemovesAPersonWithTheKeyboard() {
        Fixture fixture = Fixture.with(SEATS, SEATS);
        Platform.get().setPartnerOf(RealmAccounts.PARTNER_USER, fixture.partner(), "ADMINISTERS");
        String run = unique().toLowerCase(Locale.ROOT);
        String name = "Anne Martin " + run;
        String site = fixture.site("Site " + run);
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(PHONE, HEIGHT);
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
        check(page, "fr", "people");

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

    @Test
    void theAdministratorKeepsKeysAndWebhooksWithTheKeyboard(@TempDir Path folder) throws IOException {
        Fixture fixture = Fixture.with(SEATS, SEATS);
        Platform.get().setPartnerOf(RealmAccounts.PARTNER_USER, fixture.partner(), "ADMINISTERS");
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(PHONE, HEIGHT);
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
        check(page, "fr", "keys");
        assertThat(page.locator("main").textContent())
                .doesNotContain("enrollment.changed", fixture.partner().toString());
        ask(page, button(page, "Supprimer"));
        decide(page);
        awaitText(page, "Le webhook est supprimé");
        assertThat(kept(fixture, "webhooks")).isEmpty();
    }

    @Test
    void aKeyWhoseAnswerWasLostIsMadeOnceWhenThePersonAsksAgain() {
        Fixture fixture = Fixture.with(SEATS, SEATS);
        Platform.get().setPartnerOf(RealmAccounts.PARTNER_USER, fixture.partner(), "ADMINISTERS");
        Page page = workspace(PARTNER_STAFF, "fr");
        choose(page, "Nos clés et webhooks");
        page.route(
                url -> url.endsWith("/v1/api-clients"),
                route -> {
                    route.fetch();
                    route.abort();
                },
                new Page.RouteOptions().setTimes(1));
        ask(page, button(page, "Créer une clé"));
        type(page, "name", "Réponse perdue (test)");
        reach(page, page.locator("dialog[open] [value='enrollments:read']"));
        page.keyboard().press("Space");
        press(page, page.locator("dialog[open] button.primary"));
        page.locator("dialog[open] .message.bad").waitFor();
        decide(page);
        awaitText(page, "la réponse avec son secret s’est perdue");
        assertThat(kept(fixture, "api-clients")).hasSize(1);
        ask(page, button(page, "Changer le secret"));
        decide(page);
        awaitText(page, "Identifiant et secret, montrés une seule fois");

        ask(page, button(page, "Créer une clé"));
        type(page, "name", "Réponse perdue (test)");
        reach(page, page.locator("dialog[open] [value='enrollments:read']"));
        page.keyboard().press("Space");
        decide(page);
        page.waitForCondition(() -> kept(fixture, "api-clients").size() == 2);
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
                {"kind":"SPORT_CENTRE","legalName":"Club %s (test)","relation":"AGREEMENT"}""".formatted(unique()));
        String agreement = http.create(office, "/v1/agreements", """
                {"kind":"SPECIFIC","parentId":"%s","parties":[{"partnerId":"%s","role":"SIGNATORY"}],%s}""".formatted(framework, club, quota));
        http.postSuccessfully(office, "/v1/agreements/" + agreement + "/signature", "{}");
        return new Fixture(UUID.fromString(club), agreement, member.training(), member.offering()).withOffering(SEATS);
    }

    @Test
    void aFederationSeesTheFiguresOfItsMembersAndOfTheClubsUnderItsFrameworkWithTheKeyboard() {
        String office = Platform.token(Platform.PARTNERSHIP_OFFICE);
        String federation = Platform.http().create(office, "/v1/partners", """
                {"kind":"SPORT_FEDERATION","legalName":"Fédération %s (test)","relation":"AGREEMENT"}""".formatted(unique()));
        Fixture member = Fixture.with(SEATS, SEATS);
        String path = "/v1/partners/" + member.partner();
        ApiClient.Response joined = Platform.http().patch(office, path, "{\"parentId\":\"" + federation + "\"}");
        assertThat(joined.status()).as(joined.toString()).isEqualTo(200);
        assertThat(member.enroll().status()).isEqualTo(201);
        Fixture club = clubUnderFrameworkOf(federation, member);
        assertThat(club.enroll().status()).isEqualTo(201);
        UUID id = UUID.fromString(federation);
        String figures = "/v1/statistics?academicYear=" + Fixture.academicYear();
        awaitUntil(() -> Platform.http()
                        .get(Platform.partnerToken(id), figures)
                        .body()
                        .at("/total/enrollments")
                        .asInt()
                == 2);
        Platform.get().setPartnerOf(RealmAccounts.PARTNER_USER, id);
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(PHONE, HEIGHT);
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
        check(page, "fr", "federation");
        assertThat(page.locator("main").textContent())
                .doesNotContain(
                        federation, member.partner().toString(), club.partner().toString(), club.agreement());
    }
}
