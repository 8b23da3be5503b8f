package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import fr.cned.partenariats.local.service.ServiceKind;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What the enrollment office does with enrollments: results, sites, transfers, withdrawals, adaptations, contracts. */
@Order(3)
class EnrollmentOfficeWorkspaceIT extends WorkspaceTest {

    private static final int SEATS = 5;

    @Test
    void theEnrollmentOfficerRecordsAndCorrectsAResultAndAnnulsTheEnrollmentWithTheKeyboard() {
        Fixture fixture = Fixture.with(SEATS, SEATS);
        String name = "Candidat " + unique();
        enroll(fixture, name, "");
        Platform.update(
                ServiceKind.ENROLLMENT,
                "update enrollment set state = 'ACTIVE' where partner_id = '" + fixture.partner() + "'");
        Page page = workspace(ENROLLMENT_OFFICER, "fr");
        page.setViewportSize(PHONE, HEIGHT);
        page.navigate("/app/#/enrollments?offeringId=" + fixture.offering());
        press(page, row(page, name).getByRole(AriaRole.LINK));
        awaitHeading(page, name);

        ask(page, button(page, "Terminer avec le résultat"));
        assertThat(page.locator("dialog[open]").textContent()).contains(name);
        assertAccessible(page);
        field(page, "state").selectOption("PASSED");
        field(page, "mention").selectOption("BIEN");
        field(page, "score").fill("14.25");
        decide(page);
        awaitText(page, "L’inscription est terminée");
        awaitText(page, "Admis");
        assertThat(enrollmentOn(fixture).at("/result/mention").asText()).isEqualTo("BIEN");

        ask(page, button(page, "Corriger le résultat"));
        field(page, "state").selectOption("FAILED");
        field(page, "mention").selectOption("");
        type(page, "reason", "le jury s’est réuni de nouveau");
        decide(page);
        awaitText(page, "Le résultat est corrigé");
        awaitText(page, "Ajourné");
        assertThat(enrollmentOn(fixture).at("/result/state").asText()).isEqualTo("FAILED");

        ask(page, button(page, "Signaler une saisie par erreur"));
        type(page, "reason", "mauvais étudiant");
        decide(page);
        awaitText(page, "L’inscription saisie par erreur ne compte plus");
        assertThat(enrollmentOn(fixture).path("state").asText()).isEqualTo("ANNULLED");
        assertThat(page.locator("main").textContent())
                .contains("Compte Chargé des inscriptions (démonstration)")
                .doesNotContain(ENROLLMENT_OFFICER);
        assertAccessible(page);
    }

    @Test
    void theEnrollmentOfficerChangesTheSiteTransfersAndWithdrawsAStudentWithTheKeyboard() {
        Fixture fixture = Fixture.with(SEATS, SEATS);
        Platform.http().postSuccessfully(registry(), "/v1/agreements/" + fixture.agreement() + "/amendments", """
                {"reason":"Remboursement (test)","changes":{"refund":{"fullWithinDays":30}}}""");
        String site = fixture.site("Site d’accueil (test)");
        Fixture other = fixture.withOffering(SEATS);
        String name = "Partant " + unique();
        enroll(fixture, name, "");
        JsonNode before = enrollmentOn(fixture);
        String offerings = "/v1/offerings?limit=100&state=OPEN&partnerId=" + fixture.partner();
        awaitUntil(() -> read(offerings).findValuesAsText("id").contains(other.offering()));
        awaitUntil(() -> Platform.number(
                        ServiceKind.ENROLLMENT,
                        "select count(*) from agreement_view where id = ? and refund_full_within_days = 30",
                        UUID.fromString(fixture.agreement()))
                == 1);
        Page page = workspace(ENROLLMENT_OFFICER, "fr");
        page.setViewportSize(PHONE, HEIGHT);
        page.navigate("/app/#/enrollments?offeringId=" + fixture.offering());
        press(page, row(page, name).getByRole(AriaRole.LINK));
        awaitHeading(page, "Inscription de " + name);

        ask(page, button(page, "Changer de site"));
        awaitText(page, name);
        assertAccessible(page);
        field(page, "siteId").selectOption(site);
        type(page, "reason", "plus près");
        decide(page);
        awaitText(page, "Le changement de site est enregistré");
        assertThat(enrollmentOn(fixture).path("siteId").asText()).isEqualTo(site);

        ask(page, button(page, "Transférer vers une autre session"));
        field(page, "offeringId").selectOption(other.offering());
        type(page, "reason", "autre session");
        decide(page);
        awaitText(page, "L’inscription est transférée");
        assertThat(read("/v1/enrollments/" + before.path("id").asText())
                        .path("state")
                        .asText())
                .isEqualTo("TRANSFERRED");
        JsonNode after = enrollmentOn(other);
        assertThat(after.path("state").asText()).isEqualTo("CONFIRMED");

        Platform.update(
                ServiceKind.ENROLLMENT,
                "update enrollment set state = 'ACTIVE' where id = '"
                        + after.path("id").asText() + "'");
        Platform.update(
                ServiceKind.ENROLLMENT,
                "update offering_view set starts_on = current_date - 10 where id = '" + other.offering() + "'");
        press(page, link(page, "Ouvrir la nouvelle inscription"));
        ask(page, button(page, "Enregistrer un abandon"));
        awaitText(page, "intégral jusqu’à 30 jours");
        type(page, "reason", "déménagement");
        decide(page);
        awaitText(page, "L’abandon est enregistré. Remboursement");
        JsonNode withdrawn = enrollmentOn(other);
        assertThat(withdrawn.path("state").asText()).isEqualTo("WITHDRAWN");
        assertThat(withdrawn.path("fundings").path(0).path("refund").asInt()).isEqualTo(500);
        assertAccessible(page);
    }

    /** The same training in apprenticeship, and an agreement that offers athletes more time and a lower price. */
    private static Fixture forAthletesAndApprentices(String centre) {
        Fixture fixture = Fixture.with(SEATS, SEATS).inApprenticeship();
        Platform.http().postSuccessfully(registry(), "/v1/agreements/" + fixture.agreement() + "/amendments", """
                {"reason":"Sportifs (test)","changes":{"adaptations":[
                 {"code":"EXTENDED_DEADLINES","nature":"PEDAGOGICAL","description":"Délais allongés"},
                 {"code":"REDUCED_PRICE","nature":"COMMERCIAL","description":"Prix réduit"}]}}""");
        awaitUntil(() -> Platform.number(
                        ServiceKind.ENROLLMENT,
                        "select count(*) from agreement_view a, partner_view p"
                                + " where a.id = ? and p.id = ? and cardinality(a.adaptations) = 2",
                        UUID.fromString(fixture.agreement()),
                        UUID.fromString(centre))
                == 1);
        return fixture;
    }

    @Test
    void theEnrollmentOfficerCorrectsAStudentAdaptsItsTrainingAndKeepsItsContractWithTheKeyboard() {
        String name = "Apprenti " + unique();
        String centre = Platform.http().create(registry(), "/v1/partners", """
                {"kind":"APPRENTICE_TRAINING_CENTRE","legalName":"CFA %s (test)","relation":"AGREEMENT"}""".formatted(name));
        Fixture fixture = forAthletesAndApprentices(centre);
        enroll(fixture, name, "");
        String id = enrollmentOn(fixture).path("id").asText();
        Page page = workspace(ENROLLMENT_OFFICER, "fr");
        page.setViewportSize(PHONE, HEIGHT);
        page.navigate("/app/#/enrollment/" + id);
        awaitHeading(page, "Inscription de " + name);
        assertThat(button(page, "Accorder une adaptation").count()).isZero();
        assertThat(button(page, "Enregistrer un contrat").count()).isZero();

        press(page, link(page, name + " Maëlle"));
        awaitHeading(page, name);
        ask(page, button(page, "Corriger les données"));
        type(page, "ine", "12");
        press(page, page.locator("dialog[open] button.primary"));
        page.locator("dialog[open] [name=ine][aria-invalid=true]").waitFor();
        assertAccessible(page);
        field(page, "ine").fill("");
        field(page, "situation-highLevelAthlete");
        page.keyboard().press("Space");
        field(page, "situation-apprentice");
        page.keyboard().press("Space");
        decide(page);
        awaitText(page, "Les données de l’étudiant sont corrigées");
        JsonNode student =
                read("/v1/students/" + enrollmentOn(fixture).path("studentId").asText());
        assertThat(student.at("/situation/apprentice").asBoolean()).isTrue();
        assertThat(student.path("birthPlace").asText()).isEqualTo("Quimper");

        page.navigate("/app/#/enrollment/" + id);
        awaitHeading(page, "Inscription de " + name);
        ask(page, button(page, "Accorder une adaptation"));
        assertThat(page.locator("dialog[open]").textContent()).contains(name);
        field(page, "code").selectOption("EXTENDED_DEADLINES");
        assertAccessible(page);
        decide(page);
        awaitText(page, "L’adaptation est accordée");
        ask(page, button(page, "Y mettre fin"));
        field(page, "endsOn").fill(Fixture.today().plusDays(60).toString());
        type(page, "reason", "fin du stage");
        decide(page);
        awaitText(page, "L’adaptation prend fin à cette date");
        JsonNode adaptation =
                read("/v1/enrollments/" + id + "/adaptations").path("items").path(0);
        assertThat(adaptation.path("code").asText()).isEqualTo("EXTENDED_DEADLINES");
        assertThat(adaptation.path("endReason").asText()).isEqualTo("fin du stage");
        ask(page, button(page, "Accorder une adaptation"));
        field(page, "code").selectOption("REDUCED_PRICE");
        reach(page, page.locator("dialog[open] [name=amount]").first());
        page.keyboard().type("400");
        type(page, "reason", "stage à l’étranger");
        decide(page);
        awaitText(page, "L’adaptation est accordée");
        JsonNode fundings = enrollmentOn(fixture).path("fundings");
        assertThat(fundings).hasSize(1);
        assertThat(fundings.path(0).path("amount").asInt()).isEqualTo(400);

        ask(page, button(page, "Enregistrer un contrat"));
        type(page, "employerSiret", "73282932000074");
        field(page, "startsOn").fill(Fixture.today().minusDays(10).toString());
        field(page, "endsOn").fill(Fixture.today().plusMonths(6).toString());
        field(page, "trainingCentreId").selectOption(centre);
        decide(page);
        awaitText(page, "Le contrat est enregistré");
        ask(page, button(page, "Corriger le contrat"));
        field(page, "endsOn").fill(Fixture.today().plusMonths(5).toString());
        decide(page);
        awaitText(page, "Le contrat est corrigé");
        ask(page, button(page, "Enregistrer une rupture"));
        field(page, "cause").selectOption("MUTUAL_AGREEMENT");
        decide(page);
        awaitText(page, "La rupture est enregistrée");
        awaitText(page, "Commun accord");
        check(page, "fr", "schooling");
        JsonNode contract = read("/v1/apprenticeship-contracts?enrollmentId=" + id)
                .path("items")
                .path(0);
        assertThat(contract.path("ruptureCause").asText()).isEqualTo("MUTUAL_AGREEMENT");
        assertThat(contract.path("endsOn").asText())
                .isEqualTo(Fixture.today().plusMonths(5).toString());
        assertThat(page.locator("main").textContent())
                .contains("Délais allongés", "Prix réduit", "400,00", "stage à l’étranger")
                .doesNotContain("EXTENDED", "REDUCED", centre);

        choose(page, "Ruptures");
        assertThat(row(page, name).textContent()).contains("Commun accord", "CFA " + name);
        assertAccessible(page);
        press(page, row(page, name).getByRole(AriaRole.LINK));
        awaitHeading(page, "Inscription de " + name);
    }
}
