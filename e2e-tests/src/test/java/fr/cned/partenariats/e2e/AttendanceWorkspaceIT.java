package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The hours of a week, which the staff of a partner and the tutor of a site declare. */
@Order(11)
class AttendanceWorkspaceIT extends WorkspaceTest {

    private static final int SEATS = 10;

    /** Enrolls a student at the site, and waits until the calendar has activated the enrollment. */
    private static String active(Fixture fixture, String site) {
        String request = fixture.request().replaceFirst("\\{", "{\"siteId\":\"" + site + "\",");
        ApiClient.Response enrolled = fixture.enroll(request, unique());
        assertThat(enrolled.status()).as(enrolled.toString()).isEqualTo(201);
        awaitActive(fixture, enrolled.id());
        return enrolled.id();
    }

    private static List<Integer> declaredHours(Fixture fixture, String site, String week) {
        List<Integer> hours = new ArrayList<>();
        read(fixture, "/v1/attendance?siteId=" + site + "&week=" + week)
                .path("items")
                .forEach(one -> hours.add(one.path("hours").asInt()));
        return hours;
    }

    @Test
    void theStaffEntersTheHoursOfAWeekInAGridWithTheKeyboard() {
        Fixture fixture = begun(staffOf(Fixture.with(SEATS, SEATS)));
        String site = fixture.site("Site " + unique());
        active(fixture, site);
        active(fixture, site);
        String leaving = active(fixture, site);
        LocalDate monday = Fixture.today().with(DayOfWeek.MONDAY).minusWeeks(1);
        String week = monday.format(DateTimeFormatter.ISO_WEEK_DATE).substring(0, 8);
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(PHONE, HEIGHT);
        choose(page, "Heures de la semaine");
        Locator firstDay = page.locator("table.hours thead th").nth(1);
        String thisWeek = firstDay.textContent();
        input(page, "week").fill(week);
        press(page, button(page, "Filtrer"));
        page.waitForCondition(() -> !firstDay.textContent().equals(thisWeek));
        assertThat(page.url()).contains("week=" + week);
        Locator rows = page.locator("table.hours tbody tr");
        assertThat(rows.count()).isEqualTo(3);
        check(page, "fr", "hours");
        Platform.http().postSuccessfully(fixture.token(), "/v1/enrollments/" + leaving + "/withdrawal", """
                {"withdrawnOn":"%s","reason":"test"}""".formatted(
                        monday.minusDays(1)));

        reach(page, rows.nth(0).locator("input").first());
        page.keyboard().type("7");
        page.keyboard().press("ArrowDown");
        page.keyboard().type("8");
        page.keyboard().press("Enter");
        page.keyboard().type("9");
        page.keyboard().press("ArrowUp");
        page.keyboard().press("ArrowUp");
        page.keyboard().press("Tab");
        page.keyboard().type("4");
        assertThat(rows.nth(0).locator("input").last().inputValue()).isEqualTo("11");
        assertThat(rows.nth(2).locator("input").last().inputValue()).isEqualTo("9");
        press(page, button(page, "Enregistrer les heures"));
        rows.nth(2).locator("input[aria-invalid=true]").waitFor();
        assertThat(rows.nth(0).locator("[aria-invalid=true]").count()).isZero();
        assertAccessible(page);
        assertThat(declaredHours(fixture, site, week)).as("all or none").isEmpty();

        reach(page, rows.nth(2).locator("input").first());
        page.keyboard().press("Backspace");
        press(page, button(page, "Enregistrer les heures"));
        awaitText(page, "Les heures de 2 étudiants sont enregistrées.");
        assertThat(declaredHours(fixture, site, week)).containsExactlyInAnyOrder(11, 8);
        assertThat(rows.count()).isEqualTo(2);
        assertThat(rows.nth(0).locator("input").last().inputValue()).isEqualTo("11");
        assertThat(page.locator("main").textContent()).doesNotContain(site, leaving);
    }

    private static String familyName(Fixture fixture, String enrollment) {
        String student =
                read(fixture, "/v1/enrollments/" + enrollment).path("studentId").asText();
        return read(fixture, "/v1/students/" + student).path("familyName").asText();
    }

    @Test
    void theTutorOfASiteSeesAndDeclaresOnlyItsStudentsWithTheKeyboard() {
        Fixture fixture = begun(Fixture.with(SEATS, SEATS));
        String run = unique();
        String site = fixture.site("Site du tuteur " + run);
        String otherSite = fixture.site("Autre site " + run);
        String own = active(fixture, site);
        String other = active(fixture, otherSite);
        String name = familyName(fixture, own);
        String otherName = familyName(fixture, other);
        Platform.get().setPartnerOf(RealmAccounts.PARTNER_USER, fixture.partner(), "REGISTERS", site);
        Page page = workspace(PARTNER_STAFF, "fr");
        page.setViewportSize(PHONE, HEIGHT);
        assertThat(page.locator("nav.side a").allTextContents())
                .contains("Inscriptions", "Étudiants", "Heures de la semaine")
                .doesNotContain("Envoyer un fichier", "Ce que nous avons envoyé", "Personnes");

        for (String list : List.of("Inscriptions", "Étudiants")) {
            choose(page, list);
            awaitText(page, "1 ligne sur cette page");
            awaitNames(page);
            assertThat(page.locator("main tbody").textContent()).contains(name).doesNotContain(otherName);
            assertAccessible(page);
        }
        choose(page, "Heures de la semaine");
        Locator rows = page.locator("table.hours tbody tr");
        rows.first().waitFor();
        assertThat(rows.allTextContents()).singleElement().asString().contains(name);
        assertAccessible(page);
        reach(page, rows.first().locator("input").first());
        page.keyboard().type("7");
        press(page, button(page, "Enregistrer les heures"));
        awaitText(page, "Les heures de 1 étudiant sont enregistrées.");
        String week = Fixture.today().format(DateTimeFormatter.ISO_WEEK_DATE).substring(0, 8);
        assertThat(declaredHours(fixture, site, week)).containsExactly(7);
        assertThat(declaredHours(fixture, otherSite, week)).isEmpty();

        page.navigate("/app/#/enrollment/" + other);
        page.locator("main .message.bad").waitFor();
        assertThat(page.locator("main").textContent()).doesNotContain(otherName);
        assertAccessible(page);
        assertThat(page.evaluate("import('/shared/api.js').then((api) => api.get('/v1/enrollments'))"
                        + ".then((list) => list.items.map((one) => one.id).join())"))
                .isEqualTo(own);
    }
}
