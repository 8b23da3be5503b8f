package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import fr.cned.partenariats.local.demo.DemoSize;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The workspace of the offices and of the management. */
@Order(2)
class OfficeWorkspaceIT extends WorkspaceTest {

    private static final int SEATS = 5;

    private static String run() {
        return "T" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
    }

    private static String office() {
        return Platform.token(Platform.PARTNERSHIP_OFFICE);
    }

    /** A student whom two partners register. */
    private static String request(Fixture fixture, String familyName, String fundings) {
        return """
                {"agreementId":"%s","offeringId":"%s","student":{"familyName":"%s","givenNames":"Maëlle",
                 "birthDate":"2004-05-06","birthPlace":"Quimper"}%s}""".formatted(fixture.agreement(), fixture.offering(), familyName, fundings);
    }

    private static void enroll(Fixture fixture, String familyName, String fundings) {
        assertThat(fixture.enroll(request(fixture, familyName, fundings), run()).status())
                .isEqualTo(201);
    }

    private static JsonNode read(String path) {
        ApiClient.Response answer = Platform.http().get(Platform.token(Platform.ENROLLMENT_OFFICE), path);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.body();
    }

    /** The only enrollment on an offering. */
    private static JsonNode enrollmentOn(Fixture fixture) {
        return read("/v1/enrollments?offeringId=" + fixture.offering())
                .path("items")
                .path(0);
    }

    private static JsonNode agreement(String id) {
        return read("/v1/agreements/" + id);
    }

    /** The items of a list of the partnership office. */
    private static JsonNode itemsOf(String path) {
        ApiClient.Response answer = Platform.http().get(office(), path);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.body().path("items");
    }

    private static void awaitUntil(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(60)).until(condition);
    }

    private static Locator exactButton(Locator row, String name) {
        return row.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    @ParameterizedTest
    @CsvSource({"fr, 1440", "en, 390"})
    void theEnrollmentOfficerRecordsTheDecisionOfAFunderWithTheKeyboard(String language, int width) {
        boolean french = language.equals("fr");
        Fixture fixture = Fixture.with(SEATS, SEATS, "INDIVIDUAL", "REGION");
        String name = "Riou " + run();
        enroll(fixture, name, ",\"fundings\":[{\"kind\":\"REGION\",\"funder\":\"Bretagne\",\"amount\":500.00}]");
        Page page = workspace(ENROLLMENT_OFFICER, language);
        page.setViewportSize(width, 900);
        check(page, language, "enrollment-officer-home");

        choose(page, french ? "En attente de financement" : "Waiting for funding");
        press(page, page.locator("a[href='#/waiting-funding?funding=REGION']"));
        page.locator("main select[name=funding]:has(option[value=REGION]:checked)")
                .waitFor();
        Locator waiting = row(page, name);
        check(page, language, "waiting-funding");
        ask(page, exactButton(waiting, french ? "Accorder" : "Approve"));
        check(page, language, "decision");
        decide(page);
        awaitText(page, french ? "L’accord est enregistré" : "The approval is recorded");
        assertThat(enrollmentOn(fixture).path("state").asText()).isEqualTo("CONFIRMED");

        choose(page, french ? "Listes d’attente" : "Waiting lists");
        check(page, language, "waiting-lists");
        choose(page, french ? "Partenaires silencieux" : "Silent partners");
        check(page, language, "silent");
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void theEnrollmentOfficerRecordsAndCorrectsAResultAndAnnulsTheEnrollmentWithTheKeyboard(int width) {
        Fixture fixture = Fixture.with(SEATS, SEATS);
        String name = "Candidat " + run();
        enroll(fixture, name, "");
        Platform.update(
                ServiceKind.ENROLLMENT,
                "update enrollment set state = 'ACTIVE' where partner_id = '" + fixture.partner() + "'");
        Page page = workspace(ENROLLMENT_OFFICER, "fr");
        page.setViewportSize(width, 900);
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

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void theEnrollmentOfficerChangesTheSiteTransfersAndWithdrawsAStudentWithTheKeyboard(int width) {
        Fixture fixture = Fixture.with(SEATS, SEATS);
        Platform.http().postSuccessfully(office(), "/v1/agreements/" + fixture.agreement() + "/amendments", """
                {"reason":"Remboursement (test)","changes":{"refund":{"fullWithinDays":30}}}""");
        String site = fixture.site("Site d’accueil (test)");
        Fixture other = fixture.withOffering(SEATS);
        String name = "Partant " + run();
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
        page.setViewportSize(width, 900);
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

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void theEnrollmentOfficerApprovesAPartAndChangesAPayerWithTheKeyboard(int width) {
        Fixture fixture = Fixture.with(SEATS, SEATS, "INDIVIDUAL", "REGION", "EMPLOYER");
        String name = "Partiel " + run();
        enroll(fixture, name, ",\"fundings\":[{\"kind\":\"REGION\",\"funder\":\"Bretagne\",\"amount\":500.00}]");
        Page page = workspace(ENROLLMENT_OFFICER, "fr");
        page.setViewportSize(width, 900);
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

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void theEnrollmentOfficerRecordsTheRefusalOfAFunderWithTheKeyboard(int width) {
        Fixture fixture = Fixture.with(SEATS, SEATS, "INDIVIDUAL", "REGION");
        String name = "Refusé " + run();
        enroll(fixture, name, ",\"fundings\":[{\"kind\":\"REGION\",\"funder\":\"Bretagne\",\"amount\":500.00}]");
        Page page = workspace(ENROLLMENT_OFFICER, "fr");
        page.setViewportSize(width, 900);
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

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void theEnrollmentOfficerRecordsADossierAndFindsItWhenItsStateWentBackWithTheKeyboard(int width) {
        Fixture fixture = Fixture.of("APPRENTICE_TRAINING_CENTRE", SEATS, SEATS, "INDIVIDUAL", "OPCO");
        String name = "Dossier " + run();
        String number = "D-" + run();
        enroll(fixture, name, ",\"fundings\":[{\"kind\":\"OPCO\",\"funder\":\"Akto\",\"amount\":500.00}]");
        Page page = workspace(ENROLLMENT_OFFICER, "fr");
        page.setViewportSize(width, 900);
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
        check(page, "fr", "dossier-" + width);
        assertThat(page.locator("main").textContent())
                .doesNotContain(fixture.partner().toString());
        assertThat(enrollmentOn(fixture).at("/fundings/0/state").asText()).isEqualTo("APPROVED");
    }

    /** The same training in apprenticeship, and an agreement that offers athletes more time and a lower price. */
    private static Fixture forAthletesAndApprentices(String centre) {
        Fixture fixture = Fixture.with(SEATS, SEATS).inApprenticeship();
        Platform.http().postSuccessfully(office(), "/v1/agreements/" + fixture.agreement() + "/amendments", """
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

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void theEnrollmentOfficerCorrectsAStudentAdaptsItsTrainingAndKeepsItsContractWithTheKeyboard(int width) {
        String name = "Apprenti " + run();
        String centre = Platform.http().create(office(), "/v1/partners", """
                {"kind":"APPRENTICE_TRAINING_CENTRE","legalName":"CFA %s (test)","relation":"AGREEMENT"}""".formatted(name));
        Fixture fixture = forAthletesAndApprentices(centre);
        enroll(fixture, name, "");
        String id = enrollmentOn(fixture).path("id").asText();
        Page page = workspace(ENROLLMENT_OFFICER, "fr");
        page.setViewportSize(width, 900);
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
        check(page, "fr", "schooling-" + width);
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

    @ParameterizedTest
    @CsvSource({"fr, 1440", "en, 390"})
    void theEnrollmentOfficerComparesDuplicatesMergesThemAndUndoesItWithTheKeyboard(String language, int width) {
        boolean french = language.equals("fr");
        String name = "Doublon " + run();
        Fixture fixture = Fixture.with(SEATS, SEATS);
        enroll(fixture, name, "");
        Fixture other = Fixture.with(SEATS, SEATS);
        enroll(other, name, "");
        String student = enrollmentOn(fixture).path("studentId").asText();
        String otherStudent = enrollmentOn(other).path("studentId").asText();
        String distinctions = "/v1/students/" + student + "/distinctions";
        Page page = workspace(ENROLLMENT_OFFICER, language);
        page.setViewportSize(width, 900);

        choose(page, french ? "Doublons possibles" : "Possible duplicates");
        check(page, language, "duplicates");
        press(page, row(page, name).getByRole(AriaRole.LINK));
        awaitHeading(page, (french ? "Doublons possibles de " : "Possible duplicates of ") + name);
        check(page, language, "duplicate");
        String first = page.url().replaceFirst(".*/", "");
        String second = first.equals(student) ? otherStudent : student;
        assertThat(first).isIn(student, otherStudent);
        ask(page, button(page, french ? "Fusionner dans le premier" : "Merge into the first"));
        assertThat(page.locator("dialog[open]").textContent()).contains(name);
        decide(page);
        awaitText(page, french ? "La fusion est faite" : "The students are merged");
        assertThat(read("/v1/students/" + second).path("mergedInto").asText()).isEqualTo(first);
        assertThat(read("/v1/enrollments?studentId=" + first).path("items")).hasSize(2);

        ask(page, button(page, french ? "Défaire la fusion" : "Undo the merge"));
        type(page, "reason", "test");
        decide(page);
        awaitText(page, french ? "La fusion est défaite" : "The merge is undone");
        assertThat(read("/v1/students/" + second).hasNonNull("mergedInto")).isFalse();
        for (String one : List.of(first, second)) {
            assertThat(read("/v1/enrollments?studentId=" + one).path("items")).hasSize(1);
        }

        ask(page, button(page, french ? "Pas un doublon" : "Not a duplicate"));
        type(page, "reason", "test");
        decide(page);
        awaitText(page, french ? "sont deux personnes." : "are two persons.");
        assertThat(read(distinctions).path("items")).hasSize(1);
        ask(page, button(page, french ? "Retirer l’indication" : "Take back"));
        decide(page);
        awaitText(page, french ? "L’indication est retirée." : "It is taken back.");
        assertThat(read(distinctions).path("items")).isEmpty();
        assertAccessible(page);
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void theEnrollmentOfficerErasesAStudentAndSeesTheReceiptWithTheKeyboard(int width) {
        Fixture fixture = Fixture.with(SEATS, SEATS);
        String name = "Effacer " + run();
        ApiClient.Response enrolled = fixture.enroll(request(fixture, name, ""), run());
        Platform.http()
                .postSuccessfully(
                        fixture.token(), "/v1/enrollments/" + enrolled.id() + "/cancellation", "{\"reason\":\"test\"}");
        String student =
                read("/v1/enrollments/" + enrolled.id()).path("studentId").asText();
        Page page = workspace(ENROLLMENT_OFFICER, "fr");
        page.setViewportSize(width, 900);

        choose(page, "Étudiants");
        reach(page, page.locator("input[name=familyName]"));
        page.keyboard().type(name);
        press(page, button(page, "Chercher par nom"));
        awaitText(page, "1 ligne sur cette page.");
        assertThat(page.url()).doesNotContain("Effacer");
        press(page, link(page, name));
        awaitHeading(page, name);
        check(page, "fr", "student");
        Download export = page.waitForDownload(() -> press(page, button(page, "Exporter ses données")));
        assertThat(export.suggestedFilename()).contains(name).endsWith(" " + Fixture.today() + ".json");
        ask(page, button(page, "Supprimer les données"));
        assertThat(page.locator("dialog[open]").textContent()).contains(name);
        decide(page);
        awaitText(page, "Les données personnelles sont supprimées");
        assertThat(page.locator("main").textContent())
                .contains("Réponses mémorisées")
                .doesNotContain(name, "storedAnswers", "transmissionAttempts");
        check(page, "fr", "erasure");
        assertThat(Platform.http()
                        .get(Platform.token(Platform.ENROLLMENT_OFFICE), "/v1/students/" + student)
                        .status())
                .isIn(404, 410);
    }

    @ParameterizedTest
    @CsvSource({"fr, 1440", "en, 390"})
    void theEnrollmentOfficerErasesAStudentWhoseRetentionHasPassedWithTheKeyboard(String language, int width) {
        boolean french = language.equals("fr");
        Fixture fixture = Fixture.with(SEATS, SEATS);
        String name = "Ancien " + run();
        String student = Platform.http().create(fixture.token(), "/v1/students", """
                {"familyName":"%s","givenNames":"Maëlle","birthDate":"2004-05-06","birthPlace":"Quimper"}""".formatted(name));
        Platform.update(
                ServiceKind.ENROLLMENT,
                "update student set registered_at = now() - interval '6 years' where id = '" + student + "'");
        Page page = workspace(ENROLLMENT_OFFICER, language);
        page.setViewportSize(width, 900);

        choose(page, french ? "Données à supprimer" : "Erasures due");
        Locator due = row(page, name);
        check(page, language, "due-erasures");
        assertThat(due.textContent()).contains(Integer.toString(Fixture.today().getYear() - 1));
        press(page, due.getByRole(AriaRole.LINK));
        awaitHeading(page, name);
        ask(page, button(page, french ? "Supprimer les données" : "Erase"));
        decide(page);
        awaitText(page, french ? "Les données personnelles sont supprimées" : "The personal data are erased");
        assertThat(Platform.http()
                        .get(Platform.token(Platform.ENROLLMENT_OFFICE), "/v1/students/" + student)
                        .status())
                .isIn(404, 410);

        page.navigate("/app/#/due-erasures?dueTo=" + Fixture.today());
        awaitHeading(page, french ? "Données à supprimer" : "Erasures due");
        awaitNames(page);
        assertThat(page.locator("main").textContent()).doesNotContain(name);
    }

    @ParameterizedTest
    @CsvSource({"fr, 1440", "en, 390"})
    void thePartnershipOfficerRenewsAnAgreementAndStudiesANeedWithTheKeyboard(String language, int width) {
        boolean french = language.equals("fr");
        Fixture fixture = Fixture.with(SEATS, SEATS, "INDIVIDUAL", "OPCO");
        String amended = "/v1/agreements/" + fixture.agreement() + "/amendments";
        Platform.http().postSuccessfully(office(), amended, """
                {"effectiveOn":"%s","reason":"Durée fixée (test)","changes":{"endsOn":"%s","refund":{"proRata":true},
                 "scope":{"families":["BTS","FLE"]}}}""".formatted(
                        Fixture.today(), Fixture.today().plusDays(60)));
        Platform.http()
                .postSuccessfully(office(), "/v1/agreements/" + fixture.agreement() + "/fundings/OPCO/suspension", """
                {"reason":"Plus d’argent (test)"}""");
        String need = "Besoin " + run();
        Platform.http().create(office(), "/v1/training-needs", """
                {"partnerId":"%s","title":"%s"}""".formatted(fixture.partner(), need));
        String number = Platform.http()
                .get(office(), "/v1/agreements/" + fixture.agreement())
                .body()
                .path("number")
                .asText();
        Page page = workspace(PARTNERSHIP_OFFICER, language);
        page.setViewportSize(width, 900);
        check(page, language, "partnership-officer-home");

        choose(page, french ? "Conventions à renouveler" : "Agreements to renew");
        check(page, language, "renewals");
        ask(page, exactButton(row(page, number), french ? "Renouveler" : "Renew"));
        decide(page);
        awaitText(page, french ? "Le projet de renouvellement est créé" : "The draft of the renewal is created");
        assertThat(itemsOf("/v1/agreements?predecessorId=" + fixture.agreement()))
                .singleElement()
                .satisfies(one -> assertThat(one.path("state").asText()).isEqualTo("DRAFT"));

        choose(page, french ? "Besoins de formation" : "Training needs");
        check(page, language, "needs");
        ask(page, exactButton(row(page, need), french ? "Mettre à l’étude" : "Study"));
        decide(page);
        awaitText(page, french ? "Le besoin est à l’étude" : "The need is under study");
        assertThat(itemsOf("/v1/training-needs?partnerId=" + fixture.partner()))
                .singleElement()
                .satisfies(one -> assertThat(one.path("state").asText()).isEqualTo("UNDER_STUDY"));

        choose(page, french ? "Financements suspendus" : "Suspended funding");
        Locator suspended = row(page, number);
        check(page, language, "suspended-funding");
        press(page, suspended.getByRole(AriaRole.LINK).first());
        awaitHeading(page, (french ? "Convention " : "Agreement ") + number);
        press(page, page.locator("main details summary").first());
        awaitText(page, "Durée fixée (test)");
        awaitText(page, french ? "BTS, Français langue étrangère" : "BTS, French as a foreign language");
        assertThat(page.locator("main").textContent()).doesNotContain("families", "refund:", "proRata", "calendar");
        check(page, language, "agreement");

        for (String other : french
                ? new String[] {"Conventions", "Places presque épuisées"}
                : new String[] {"Agreements", "Seats nearly used up"}) {
            choose(page, other);
        }
        check(page, language, "seats");
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

    @ParameterizedTest
    @CsvSource({"fr, 1440", "en, 390"})
    void theCatalogueManagerSeesWhatLheoCannotShowWithTheKeyboard(String language, int width) {
        boolean french = language.equals("fr");
        Fixture fixture = Fixture.with(SEATS, SEATS);
        String code = read("/v1/trainings/" + fixture.training()).path("code").asText();
        Page page = workspace(CATALOGUE_MANAGER, language);
        page.setViewportSize(width, 900);
        choose(page, french ? "Export LHEO" : "LHEO export");
        String gaps = row(page, code).textContent();
        check(page, language, "lheo-gaps");
        assertThat(gaps).contains("objectif-formation", french ? "texte manquant" : "missing text");
        assertThat(gaps).contains(gapsOf(code).path("reasons").findValuesAsText("element"));
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void thePartnershipOfficerPlansAndMakesChangesOfAnAgreementWithTheKeyboard(int width) {
        Fixture fixture = Fixture.with(SEATS, SEATS);
        String id = fixture.agreement();
        enroll(fixture, "Payeur " + run(), "");
        String draft = Platform.http()
                .create(office(), "/v1/agreements", """
                {"kind":"SPECIFIC","parties":[{"partnerId":"%s","role":"SIGNATORY"}],"startsOn":"2022-01-01",
                 "scope":{"families":["BTS"]},"seatQuotas":[{"academicYear":"%s","seats":2}],
                 "fundings":[{"kind":"INDIVIDUAL"}]}""".formatted(fixture.partner(), Fixture.academicYear()));
        Page page = workspace(PARTNERSHIP_OFFICER, "fr");
        page.setViewportSize(width, 900);
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

        changeState(page, "Suspendre", "La convention est suspendue");
        assertThat(agreement(id).path("state").asText()).isEqualTo("SUSPENDED");
        changeState(page, "Reprendre", "La convention est de nouveau en vigueur");
        changeState(page, "Résilier", "La convention est résiliée");
        assertThat(agreement(id).path("state").asText()).isEqualTo("TERMINATED");

        page.navigate("/app/#/agreement/" + draft);
        ask(page, button(page, "Signer"));
        decide(page);
        awaitText(page, "La convention est signée");
        assertThat(agreement(draft).path("state").asText()).isEqualTo("IN_FORCE");
    }

    private static void changeState(Page page, String name, String message) {
        ask(page, button(page, name));
        type(page, "reason", "test");
        decide(page);
        awaitText(page, message);
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void thePartnershipOfficerEndsASiteAndItsStudentsMoveToAnotherOne(int width) {
        String run = run();
        Fixture fixture = Fixture.with(SEATS, SEATS);
        String ending = fixture.site("Ancien site " + run + " (test)");
        String target = fixture.site("Nouveau site " + run + " (test)");
        String request = request(fixture, "Déplacé " + run, ",\"siteId\":\"" + ending + "\"");
        assertThat(fixture.enroll(request, run()).status()).isEqualTo(201);
        awaitUntil(() -> Platform.number(
                        ServiceKind.PARTNER,
                        "select count(*) from hosted_enrollment where site_id = ?",
                        UUID.fromString(ending))
                == 1);
        Page page = workspace(PARTNERSHIP_OFFICER, "fr");
        page.setViewportSize(width, 900);

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

    @Test
    void theListOfSuspendedFundingCountsWaitingEnrollmentsTogether() {
        String number = "";
        for (int i = 0; i < 3; i++) {
            Fixture fixture = Fixture.with(SEATS, SEATS, "INDIVIDUAL", "OPCO");
            enroll(fixture, "Attente " + run(), ",\"fundings\":[{\"kind\":\"OPCO\",\"amount\":500.00}]");
            String agreement = "/v1/agreements/" + fixture.agreement();
            Platform.http().postSuccessfully(office(), agreement + "/fundings/OPCO/suspension", """
                    {"reason":"Plus d’argent (test)"}""");
            number = Platform.http()
                    .get(office(), agreement)
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

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void thePartnershipOfficerRestoresAFundingAndDecidesAboutNeedsWithTheKeyboard(int width) {
        Fixture fixture = Fixture.with(SEATS, SEATS, "INDIVIDUAL", "OPCO");
        String path = "/v1/agreements/" + fixture.agreement();
        Platform.http().postSuccessfully(office(), path + "/fundings/OPCO/suspension", """
                {"reason":"Plus d’argent (test)"}""");
        String number = agreement(fixture.agreement()).path("number").asText();
        String title = "Besoin " + run();
        String need = needUnderStudy(fixture, title);
        String otherTitle = "Souhait " + run();
        String otherNeed = needUnderStudy(fixture, otherTitle);
        String code = read("/v1/trainings/" + fixture.training()).path("code").asText();
        awaitUntil(() -> Platform.number(
                        ServiceKind.PARTNER, "select count(*) from training_family where training_code = ?", code)
                == 1);
        Page page = workspace(PARTNERSHIP_OFFICER, "fr");
        page.setViewportSize(width, 900);

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
        assertThat(Platform.http().get(office(), need).body().path("state").asText())
                .isEqualTo("DECLINED");

        ask(page, exactButton(row(page, otherTitle), "Accepter"));
        type(page, "trainingCode", "BTS-INCONNU");
        press(page, page.locator("dialog[open] button.primary"));
        page.locator("dialog[open] [name=trainingCode][aria-invalid=true]").waitFor();
        assertAccessible(page);
        field(page, "trainingCode").fill(code);
        decide(page);
        awaitText(page, "Le besoin est accepté");
        JsonNode accepted = Platform.http().get(office(), otherNeed).body();
        assertThat(accepted.path("state").asText()).isEqualTo("ACCEPTED");
        assertThat(accepted.path("trainingCode").asText()).isEqualTo(code);
        assertAccessible(page);
    }

    /** The path of a new need. */
    private static String needUnderStudy(Fixture fixture, String title) {
        String need = "/v1/training-needs/"
                + Platform.http().create(office(), "/v1/training-needs", """
                {"partnerId":"%s","title":"%s"}""".formatted(fixture.partner(), title));
        Platform.http().postSuccessfully(office(), need + "/study", "");
        return need;
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void aNetworkHasAMapByDepartmentThatFiltersItsSitesWithTheKeyboard(int width) {
        String run = run();
        Fixture fixture = Fixture.with(SEATS, SEATS);
        String network = Platform.http().create(office(), "/v1/networks", """
                {"code":"%s","name":"Réseau %s (test)"}""".formatted(run, run));
        for (String insee : new String[] {"29233", "77305"}) {
            Platform.http().create(office(), "/v1/sites", """
                    {"partnerId":"%s","name":"Site %s (test)","address":{"inseeCode":"%s"},
                     "labels":[{"networkId":"%s","labelledFrom":"2020-01-01"}]}""".formatted(fixture.partner(), insee, insee, network));
        }
        Page page = workspace(PARTNERSHIP_OFFICER, "fr");
        page.setViewportSize(width, 900);

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

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void theManagementSeesChartsWithTheirNumbersAndNoPerson(String language) {
        boolean french = language.equals("fr");
        Fixture fixture = Fixture.with(SEATS, SEATS);
        String name = "Personne " + run();
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
        String site = fixture.site("Site " + run() + " (test)");
        ApiClient.Response labelled =
                Platform.http().patch(office(), "/v1/sites/" + site, """
                {"labels":[{"networkId":"%s","labelledFrom":"2020-01-01"}]}""".formatted(network("CAMPUS_CONNECTES")));
        assertThat(labelled.status()).as(labelled.toString()).isEqualTo(200);
        awaitUntil(() -> Platform.number(
                        ServiceKind.ENROLLMENT,
                        "select count(*) from site_label_view where site_id = ?",
                        UUID.fromString(site))
                == 1);
        String request = request(fixture, "Sportif " + run(), ",\"siteId\":\"" + site + "\"")
                .replace(
                        "\"birthPlace\":\"Quimper\"",
                        "\"birthPlace\":\"Quimper\",\"situation\":{\"highLevelAthlete\":true}");
        ApiClient.Response enrolled = fixture.enroll(request, run());
        assertThat(enrolled.status()).as(enrolled.toString()).isEqualTo(201);
        return fixture;
    }

    @ParameterizedTest
    @ValueSource(ints = {1440, 390})
    void theManagementAnswersTheQuestionOfTheReportWithTheKeyboard(int width) throws IOException {
        Fixture fixture = hostedAthlete();
        String year = "/v1/statistics?academicYear=" + Fixture.academicYear();
        String both = year + "&network=CAMPUS_CONNECTES&network=DIGITALES_ACADEMIES";
        String athletes = year + "&network=CAMPUS_CONNECTES&situation=HIGH_LEVEL_ATHLETE";
        awaitUntil(() -> read(athletes + "&partnerId=" + fixture.partner())
                        .at("/total/enrollments")
                        .asInt()
                == 1);
        Page page = workspace(MANAGEMENT, "fr");
        page.setViewportSize(width, 900);
        page.navigate("/app/#/report?academicYear=" + Fixture.academicYear());
        awaitText(page, "Campus connectés et Digitales académies");
        check(page, "fr", "report-" + width);

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
}
