package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import fr.cned.partenariats.local.service.ServiceKind;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** How the enrollment office keeps the data of students: duplicates, exports, erasures. */
@Order(4)
class StudentDataWorkspaceIT extends WorkspaceTest {

    private static final int SEATS = 5;

    @Test
    void theEnrollmentOfficerComparesDuplicatesMergesThemAndUndoesItWithTheKeyboard() {
        String name = "Doublon " + unique();
        Fixture fixture = Fixture.with(SEATS, SEATS);
        enroll(fixture, name, "");
        Fixture other = Fixture.with(SEATS, SEATS);
        enroll(other, name, "");
        String student = enrollmentOn(fixture).path("studentId").asText();
        String otherStudent = enrollmentOn(other).path("studentId").asText();
        String distinctions = "/v1/students/" + student + "/distinctions";
        Page page = workspace(ENROLLMENT_OFFICER, "fr");
        page.setViewportSize(PHONE, HEIGHT);

        choose(page, "Doublons possibles");
        check(page, "fr", "duplicates");
        press(page, row(page, name).getByRole(AriaRole.LINK));
        awaitHeading(page, "Doublons possibles de " + name);
        check(page, "fr", "duplicate");
        String first = page.url().replaceFirst(".*/", "");
        String second = first.equals(student) ? otherStudent : student;
        assertThat(first).isIn(student, otherStudent);
        ask(page, button(page, "Fusionner dans le premier"));
        assertThat(page.locator("dialog[open]").textContent()).contains(name);
        decide(page);
        awaitText(page, "La fusion est faite");
        assertThat(read("/v1/students/" + second).path("mergedInto").asText()).isEqualTo(first);
        assertThat(read("/v1/enrollments?studentId=" + first).path("items")).hasSize(2);

        ask(page, button(page, "Défaire la fusion"));
        type(page, "reason", "test");
        decide(page);
        awaitText(page, "La fusion est défaite");
        assertThat(read("/v1/students/" + second).hasNonNull("mergedInto")).isFalse();
        for (String one : List.of(first, second)) {
            assertThat(read("/v1/enrollments?studentId=" + one).path("items")).hasSize(1);
        }

        ask(page, button(page, "Pas un doublon"));
        type(page, "reason", "test");
        decide(page);
        awaitText(page, "sont deux personnes.");
        assertThat(read(distinctions).path("items")).hasSize(1);
        ask(page, button(page, "Retirer l’indication"));
        decide(page);
        awaitText(page, "L’indication est retirée.");
        assertThat(read(distinctions).path("items")).isEmpty();
        assertAccessible(page);
    }

    @Test
    void theEnrollmentOfficerErasesAStudentAndSeesTheReceiptWithTheKeyboard() {
        Fixture fixture = Fixture.with(SEATS, SEATS);
        String name = "Effacer " + unique();
        ApiClient.Response enrolled = fixture.enroll(request(fixture, name, ""), unique());
        Platform.http()
                .postSuccessfully(
                        fixture.token(), "/v1/enrollments/" + enrolled.id() + "/cancellation", "{\"reason\":\"test\"}");
        String student =
                read("/v1/enrollments/" + enrolled.id()).path("studentId").asText();
        Page page = workspace(ENROLLMENT_OFFICER, "fr");
        page.setViewportSize(PHONE, HEIGHT);

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

    @Test
    void theEnrollmentOfficerErasesAStudentWhoseRetentionHasPassedWithTheKeyboard() {
        Fixture fixture = Fixture.with(SEATS, SEATS);
        String name = "Ancien " + unique();
        String student = Platform.http().create(fixture.token(), "/v1/students", """
                {"familyName":"%s","givenNames":"Maëlle","birthDate":"2004-05-06","birthPlace":"Quimper"}""".formatted(name));
        Platform.update(
                ServiceKind.ENROLLMENT,
                "update student set registered_at = now() - interval '6 years' where id = '" + student + "'");
        Page page = workspace(ENROLLMENT_OFFICER, "fr");
        page.setViewportSize(PHONE, HEIGHT);

        choose(page, "Données à supprimer");
        Locator due = row(page, name);
        check(page, "fr", "due-erasures");
        assertThat(due.textContent()).contains(Integer.toString(Fixture.today().getYear() - 1));
        press(page, due.getByRole(AriaRole.LINK));
        awaitHeading(page, name);
        ask(page, button(page, "Supprimer les données"));
        decide(page);
        awaitText(page, "Les données personnelles sont supprimées");
        assertThat(Platform.http()
                        .get(Platform.token(Platform.ENROLLMENT_OFFICE), "/v1/students/" + student)
                        .status())
                .isIn(404, 410);

        page.navigate("/app/#/due-erasures?dueTo=" + Fixture.today());
        awaitHeading(page, "Données à supprimer");
        awaitNames(page);
        assertThat(page.locator("main").textContent()).doesNotContain(name);
    }
}
