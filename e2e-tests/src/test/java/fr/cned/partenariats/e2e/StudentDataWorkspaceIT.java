package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import fr.cned.partenariats.local.service.ServiceKind;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the enrollment office keeps the data of students: duplicates, exports, erasures. */
@Order(4)
class StudentDataWorkspaceIT extends WorkspaceTest {

    private static final int SEATS = 5;

    @ParameterizedTest
    @CsvSource({"fr, 1440", "en, 390"})
    void theEnrollmentOfficerComparesDuplicatesMergesThemAndUndoesItWithTheKeyboard(String language, int width) {
        boolean french = language.equals("fr");
        String name = "Doublon " + unique();
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
        String name = "Effacer " + unique();
        ApiClient.Response enrolled = fixture.enroll(request(fixture, name, ""), unique());
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
        String name = "Ancien " + unique();
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
}
