package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The agreements of the partnership office: drafts step by step, signatures, changes, renewals, suspended funding. */
@Order(5)
class AgreementWorkspaceIT extends WorkspaceTest {

    private static final int SEATS = 5;

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

    /** Saves a step of a draft, and waits for the next one. */
    private static void nextStep(Page page, String heading) {
        press(page, button(page, "Enregistrer et continuer"));
        awaitStep(page, heading);
    }

    @Test
    void thePartnershipOfficerWritesAnAgreementByStepsSignsItAndItsRenewal() {
        String name = "Université " + unique() + " (test)";
        String partner = Platform.http().create(registry(), "/v1/partners", """
                {"kind":"UNIVERSITY","legalName":"%s","relation":"AGREEMENT"}""".formatted(name));
        Page page = office(PARTNERSHIP_OFFICER);
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

    @Test
    void thePartnershipOfficerDraftsUnderAFrameworkAndOnATemplate() {
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
        Page page = office(PARTNERSHIP_OFFICER);

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

    @Test
    void thePartnershipOfficerRenewsAnAgreementAndStudiesANeedWithTheKeyboard() {
        Fixture fixture = Fixture.with(SEATS, SEATS, "INDIVIDUAL", "OPCO");
        String amended = "/v1/agreements/" + fixture.agreement() + "/amendments";
        Platform.http().postSuccessfully(registry(), amended, """
                {"effectiveOn":"%s","reason":"Durée fixée (test)","changes":{"endsOn":"%s","refund":{"proRata":true},
                 "scope":{"families":["BTS","FLE"]}}}""".formatted(
                        Fixture.today(), Fixture.today().plusDays(60)));
        Platform.http()
                .postSuccessfully(
                        registry(), "/v1/agreements/" + fixture.agreement() + "/fundings/OPCO/suspension", """
                {"reason":"Plus d’argent (test)"}""");
        String need = "Besoin " + unique();
        Platform.http().create(registry(), "/v1/training-needs", """
                {"partnerId":"%s","title":"%s"}""".formatted(fixture.partner(), need));
        String number = Platform.http()
                .get(registry(), "/v1/agreements/" + fixture.agreement())
                .body()
                .path("number")
                .asText();
        Page page = workspace(PARTNERSHIP_OFFICER, "fr");
        page.setViewportSize(PHONE, HEIGHT);
        check(page, "fr", "partnership-officer-home");

        choose(page, "Conventions à renouveler");
        check(page, "fr", "renewals");
        ask(page, exactButton(row(page, number), "Renouveler"));
        decide(page);
        awaitText(page, "Le projet de renouvellement est créé");
        assertThat(itemsOf("/v1/agreements?predecessorId=" + fixture.agreement()))
                .singleElement()
                .satisfies(one -> assertThat(one.path("state").asText()).isEqualTo("DRAFT"));

        choose(page, "Besoins de formation");
        check(page, "fr", "needs");
        ask(page, exactButton(row(page, need), "Mettre à l’étude"));
        decide(page);
        awaitText(page, "Le besoin est à l’étude");
        assertThat(itemsOf("/v1/training-needs?partnerId=" + fixture.partner()))
                .singleElement()
                .satisfies(one -> assertThat(one.path("state").asText()).isEqualTo("UNDER_STUDY"));

        choose(page, "Financements suspendus");
        Locator suspended = row(page, number);
        check(page, "fr", "suspended-funding");
        press(page, suspended.getByRole(AriaRole.LINK).first());
        awaitHeading(page, "Convention " + number);
        press(page, page.locator("main details summary").first());
        awaitText(page, "Durée fixée (test)");
        awaitText(page, "BTS, Français langue étrangère");
        assertThat(page.locator("main").textContent()).doesNotContain("families", "refund:", "proRata", "calendar");
        check(page, "fr", "agreement");

        choose(page, "Conventions");
        choose(page, "Places presque épuisées");
        check(page, "fr", "seats");
    }

    @Test
    void thePartnershipOfficerPlansAndMakesChangesOfAnAgreementWithTheKeyboard() {
        Fixture fixture = Fixture.with(SEATS, SEATS);
        String id = fixture.agreement();
        enroll(fixture, "Payeur " + unique(), "");
        String draft = Platform.http()
                .create(registry(), "/v1/agreements", """
                {"kind":"SPECIFIC","parties":[{"partnerId":"%s","role":"SIGNATORY"}],"startsOn":"2022-01-01",
                 "scope":{"families":["BTS"]},"seatQuotas":[{"academicYear":"%s","seats":2}],
                 "fundings":[{"kind":"INDIVIDUAL"}]}""".formatted(fixture.partner(), Fixture.academicYear()));
        Page page = workspace(PARTNERSHIP_OFFICER, "fr");
        page.setViewportSize(PHONE, HEIGHT);
        page.navigate("/app/#/agreement/" + id);
        awaitHeading(page, "Convention " + agreement(id).path("number").asText());
        assertThat(page.locator("main").textContent()).contains("Rien n’est prévu", "500,00");
        assertAccessible(page);

        ask(page, button(page, "Prévoir un changement de prix"));
        type(page, "discountPercent", "10");
        type(page, "reason", "décision du comité");
        assertAccessible(page);
        decide(page);
        awaitText(page, "D’ici là, rien ne change");
        JsonNode planned = agreement(id).path("plannedChanges").path(0);
        assertThat(planned.path("state").asText()).isEqualTo("PLANNED");
        assertThat(planned.path("changes")
                        .path("tariff")
                        .path("discountPercent")
                        .asInt())
                .isEqualTo(10);
        assertThat(page.locator("main").textContent()).contains("remise de 10");

        ask(page, button(page, "Prévoir une résiliation"));
        type(page, "reason", "le même jour");
        press(page, page.locator("dialog[open] button.primary"));
        page.locator("dialog[open] .message.bad").waitFor();
        page.keyboard().press("Escape");

        ask(page, button(page, "Retirer"));
        type(page, "reason", "sans objet");
        decide(page);
        awaitText(page, "La modification prévue est retirée");
        assertThat(agreement(id).path("plannedChanges").size()).isZero();

        ask(page, button(page, "Prévoir un avenant"));
        field(page, "quota").selectOption("0");
        type(page, "seats", "7");
        type(page, "reason", "plus de places");
        decide(page);
        awaitText(page, "D’ici là, rien ne change");
        JsonNode seats = agreement(id)
                .path("plannedChanges")
                .path(0)
                .path("changes")
                .path("seatQuotas")
                .path(0)
                .path("seats");
        assertThat(seats.asInt()).isEqualTo(7);

        changeStateWithReason(page, "Suspendre", "La convention est suspendue");
        assertThat(agreement(id).path("state").asText()).isEqualTo("SUSPENDED");
        changeStateWithReason(page, "Reprendre", "La convention est de nouveau en vigueur");
        changeStateWithReason(page, "Résilier", "La convention est résiliée");
        assertThat(agreement(id).path("state").asText()).isEqualTo("TERMINATED");

        page.navigate("/app/#/agreement/" + draft);
        ask(page, button(page, "Signer"));
        decide(page);
        awaitText(page, "La convention est signée");
        assertThat(agreement(draft).path("state").asText()).isEqualTo("IN_FORCE");
    }

    private static void changeStateWithReason(Page page, String name, String message) {
        ask(page, button(page, name));
        type(page, "reason", "test");
        decide(page);
        awaitText(page, message);
    }

    @Test
    void theListOfSuspendedFundingCountsWaitingEnrollmentsTogether() {
        String number = "";
        for (int i = 0; i < 3; i++) {
            Fixture fixture = Fixture.with(SEATS, SEATS, "INDIVIDUAL", "OPCO");
            enroll(fixture, "Attente " + unique(), ",\"fundings\":[{\"kind\":\"OPCO\",\"amount\":500.00}]");
            String agreement = "/v1/agreements/" + fixture.agreement();
            Platform.http().postSuccessfully(registry(), agreement + "/fundings/OPCO/suspension", """
                    {"reason":"Plus d’argent (test)"}""");
            number = Platform.http()
                    .get(registry(), agreement)
                    .body()
                    .path("number")
                    .asText();
        }
        Page page = workspace(PARTNERSHIP_OFFICER, "fr");
        List<String> paths = pathsOf(page);

        choose(page, "Financements suspendus");
        awaitNames(page);

        assertThat(page.locator("main tbody tr").count()).isGreaterThanOrEqualTo(3);
        assertThat(paths).filteredOn("/v1/statistics"::equals).hasSize(1);
        assertThat(row(page, number).locator("td").nth(4).textContent()).isEqualTo("1");
    }

    @Test
    void aPartyOfAFrameworkReadsAnAgreementWithoutWhatItDoesNotSee() {
        Fixture fixture = staffOf(Fixture.with(SEATS, SEATS));
        Page page = workspace(PARTNER_STAFF, "fr");
        page.route(
                url -> url.contains("/amendments") || url.contains("/v1/fundings/amounts"),
                route -> answer(route, 404, "{\"status\":404,\"code\":\"not-found\",\"detail\":\"hidden\"}"));

        page.evaluate("location.hash = '#/agreement/" + fixture.agreement() + "'");

        awaitHeading(page, "Convention ");
        page.locator("main .facts").waitFor();
        assertThat(page.locator("main").textContent())
                .doesNotContain("hidden", "Aucun avenant", "prix du catalogue", "Rien n’est prévu");
    }

    @Test
    void seatsOfAnAmendmentNeedTheirQuota() {
        staffOf(Fixture.with(SEATS, SEATS));
        Page page = workspace(PARTNER_STAFF, "fr");

        assertThat(page.evaluate("import('/app/agreement-changes.js').then((changes) => {"
                        + " try { changes.amendmentChanges({ seats: '5' }, { seatQuotas: [] }); }"
                        + " catch (problem) { return problem.errors[0].pointer; } })"))
                .isEqualTo("/quota");
    }
}
