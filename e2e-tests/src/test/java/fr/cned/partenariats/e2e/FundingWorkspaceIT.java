package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import fr.cned.partenariats.local.service.ServiceKind;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What the enrollment office records of fundings: decisions of funders, other payers, dossiers at an OPCO. */
@Order(2)
class FundingWorkspaceIT extends WorkspaceTest {

    private static final int SEATS = 5;

    @Test
    void theEnrollmentOfficerRecordsTheDecisionOfAFunderWithTheKeyboard() {
        Fixture fixture = Fixture.with(SEATS, SEATS, "INDIVIDUAL", "REGION");
        String name = "Riou " + unique();
        enroll(fixture, name, ",\"fundings\":[{\"kind\":\"REGION\",\"funder\":\"Bretagne\",\"amount\":500.00}]");
        Page page = workspace(ENROLLMENT_OFFICER, "fr");
        page.setViewportSize(PHONE, HEIGHT);
        check(page, "fr", "enrollment-officer-home");

        choose(page, "En attente de financement");
        press(page, page.locator("a[href='#/waiting-funding?funding=REGION']"));
        page.locator("main select[name=funding]:has(option[value=REGION]:checked)")
                .waitFor();
        Locator waiting = row(page, name);
        check(page, "fr", "waiting-funding");
        ask(page, exactButton(waiting, "Accorder"));
        check(page, "fr", "decision");
        decide(page);
        awaitText(page, "L’accord est enregistré");
        assertThat(enrollmentOn(fixture).path("state").asText()).isEqualTo("CONFIRMED");

        choose(page, "Listes d’attente");
        check(page, "fr", "waiting-lists");
        choose(page, "Partenaires silencieux");
        check(page, "fr", "silent");
    }

    @Test
    void theEnrollmentOfficerApprovesSeveralFundingsFromTheCountedWork() {
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
        Page page = office(ENROLLMENT_OFFICER);
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

    @Test
    void theEnrollmentOfficerApprovesAPartAndChangesAPayerWithTheKeyboard() {
        Fixture fixture = Fixture.with(SEATS, SEATS, "INDIVIDUAL", "REGION", "EMPLOYER");
        String name = "Partiel " + unique();
        enroll(fixture, name, ",\"fundings\":[{\"kind\":\"REGION\",\"funder\":\"Bretagne\",\"amount\":500.00}]");
        Page page = workspace(ENROLLMENT_OFFICER, "fr");
        page.setViewportSize(PHONE, HEIGHT);
        choose(page, "En attente de financement");
        Locator waiting = row(page, name);
        assertAccessible(page);

        ask(page, exactButton(waiting, "Accorder"));
        assertThat(page.locator("dialog[open] button:focus").textContent()).isEqualTo("Annuler");
        page.keyboard().press("Escape");

        ask(page, exactButton(waiting, "Accorder en partie"));
        awaitText(page, name);
        type(page, "amount", "300");
        field(page, "payer").selectOption("REGION");
        type(page, "funder", "Bretagne");
        type(page, "reason", "plafond atteint");
        press(page, page.locator("dialog[open] button.primary"));
        page.locator("dialog[open] [name=payer][aria-invalid=true]").waitFor();
        assertThat(page.locator("dialog[open] .fault:not(:empty)").count()).isEqualTo(1);
        assertAccessible(page);
        field(page, "payer").selectOption("EMPLOYER");
        field(page, "funder").fill("Naval");
        decide(page);
        awaitText(page, "L’accord partiel est enregistré");

        page.navigate("/app/#/enrollment/" + enrollmentOn(fixture).path("id").asText());
        awaitHeading(page, "Inscription de " + name);
        Locator rest = page.locator("main tbody tr", new Page.LocatorOptions().setHasText("Naval"))
                .first();
        ask(page, exactButton(rest, "Changer le payeur"));
        field(page, "payer").selectOption("INDIVIDUAL");
        type(page, "reason", "l’étudiant paie le reste");
        decide(page);
        awaitText(page, "Le changement de payeur est enregistré");
        assertAccessible(page);

        JsonNode enrollment = enrollmentOn(fixture);
        assertThat(enrollment.path("state").asText()).isEqualTo("CONFIRMED");
        assertThat(enrollment.path("fundings"))
                .extracting(line ->
                        line.path("kind").asText() + " " + line.path("amount").asInt())
                .containsExactlyInAnyOrder("REGION 300", "INDIVIDUAL 200");
    }

    @Test
    void theEnrollmentOfficerRecordsTheRefusalOfAFunderWithTheKeyboard() {
        Fixture fixture = Fixture.with(SEATS, SEATS, "INDIVIDUAL", "REGION");
        String name = "Refusé " + unique();
        enroll(fixture, name, ",\"fundings\":[{\"kind\":\"REGION\",\"funder\":\"Bretagne\",\"amount\":500.00}]");
        Page page = workspace(ENROLLMENT_OFFICER, "fr");
        page.setViewportSize(PHONE, HEIGHT);
        choose(page, "En attente de financement");
        ask(page, exactButton(row(page, name), "Refuser"));
        awaitText(page, name);
        assertAccessible(page);
        type(page, "reason", "hors du budget");
        decide(page);
        awaitText(page, "Le refus est enregistré");
        assertAccessible(page);
        JsonNode refused = enrollmentOn(fixture);
        assertThat(refused.path("state").asText()).isEqualTo("REJECTED");
        assertThat(refused.at("/fundings/0/state").asText()).isEqualTo("REFUSED");
    }

    private static boolean isDossier(Fixture fixture, String enrollmentState, String opcoState) {
        JsonNode enrollment = enrollmentOn(fixture);
        return enrollment.path("state").asText().equals(enrollmentState)
                && enrollment.at("/fundings/0/dossier/state").asText().equals(opcoState);
    }

    @Test
    void theEnrollmentOfficerRecordsADossierAndFindsItWhenItsStateWentBackWithTheKeyboard() {
        Fixture fixture = Fixture.of("APPRENTICE_TRAINING_CENTRE", SEATS, SEATS, "INDIVIDUAL", "OPCO");
        String name = "Dossier " + unique();
        String number = "D-" + unique();
        enroll(fixture, name, ",\"fundings\":[{\"kind\":\"OPCO\",\"funder\":\"Akto\",\"amount\":500.00}]");
        Page page = workspace(ENROLLMENT_OFFICER, "fr");
        page.setViewportSize(PHONE, HEIGHT);
        page.navigate("/app/#/waiting-funding?offeringId=" + fixture.offering());
        awaitHeading(page, "En attente de financement");
        ask(page, exactButton(row(page, name), "Enregistrer le dossier"));
        field(page, "opco").selectOption("AKTO");
        type(page, "internalNumber", "deux mots");
        press(page, page.locator("dialog[open] button.primary"));
        page.locator("dialog[open] [name=internalNumber][aria-invalid=true]").waitFor();
        assertAccessible(page);
        field(page, "internalNumber").fill(number);
        decide(page);
        awaitText(page, "Le dossier est enregistré");
        assertThat(row(page, name).textContent()).contains("Akto " + number, "Attendre le financeur");

        OutsideSystems.report(number, "ENGAGE");
        String officer = Platform.token(Platform.ENROLLMENT_OFFICE);
        String connection = Platform.http()
                .create(officer, "/v1/connections", """
                {"trainingCentreId":"%s","system":"AKTO","key":"%s"}""".formatted(fixture.partner(), OutsideSystems.KEY));
        awaitUntil(() -> isDossier(fixture, "CONFIRMED", "ENGAGE"));
        OutsideSystems.report(number, "EN_COURS_INSTRUCTION");
        Platform.http().postSuccessfully(officer, "/v1/connections/" + connection + "/run", "");
        awaitUntil(() -> isDossier(fixture, "CONFIRMED", "EN_COURS_INSTRUCTION"));

        Locator filter = page.locator("main select[name=opcoState]");
        reach(page, filter);
        filter.selectOption("EN_COURS_INSTRUCTION");
        press(page, button(page, "Filtrer"));
        awaitText(page, "son état a reculé");
        assertThat(page.url()).contains("opcoState=EN_COURS_INSTRUCTION");
        assertThat(row(page, name).textContent())
                .contains("Akto " + number, "en cours d’instruction", "engagé", "son état a reculé");
        check(page, "fr", "dossier");
        assertThat(page.locator("main").textContent())
                .doesNotContain(fixture.partner().toString());
        assertThat(enrollmentOn(fixture).at("/fundings/0/state").asText()).isEqualTo("APPROVED");
    }

    @Test
    void aListThatFiltersReadsOnUntilARowMatches() {
        Page page = workspace(ENROLLMENT_OFFICER, "fr");
        String row = "{\"items\":[{\"id\":\"%s\",\"state\":\"%s\",\"reference\":\"%s\",\"history\":[],\"fundings\":[],"
                + "\"registeredAt\":\"2026-01-05T08:00:00Z\"}]%s}";
        page.route(
                url -> url.contains("/v1/enrollments?") && url.contains("opcoState=") && url.contains("limit=20"),
                route -> answer(
                        route,
                        200,
                        route.request().url().contains("cursor=next")
                                ? row.formatted("b", "PENDING_FUNDING", "second", "")
                                : row.formatted("a", "CANCELLED", "first", ",\"next\":\"next\"")));

        page.evaluate("location.hash = '#/waiting-funding?opcoState=TRANSMIS'");

        awaitText(page, "1 ligne sur cette page. C’est la dernière page.");
    }
}
