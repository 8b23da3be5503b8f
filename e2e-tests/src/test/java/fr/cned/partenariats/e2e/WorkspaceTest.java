package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ViewportSize;
import com.microsoft.playwright.options.WaitForSelectorState;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/**
 * Opens the workspace as a person of the demonstration, and reads through the API what became of its work. Texts are
 * given in French and English.
 */
abstract class WorkspaceTest extends BrowserTest {

    static final String PARTNER_STAFF = "partenaire";
    static final String HOST_OF_APPRENTICES = "accueil-apprentis";
    static final String CATALOGUE_MANAGER = "gestionnaire-catalogue";
    static final String PARTNERSHIP_OFFICER = "charge-partenariats";
    static final String ENROLLMENT_OFFICER = "charge-inscriptions";

    static final String MANAGEMENT = "direction";
    static final String CATALOGUE_READER = "lecteur-catalogue";
    static final String OPERATOR = "exploitant";

    /** Widths of the page. A journey is done on a phone: its menu is collapsed, and its tables are narrow. */
    static final int PHONE = 390;

    private static final int SCREEN = 1_440;
    static final int HEIGHT = 900;

    /** What the page shows in place of a name that it still reads. */
    private static final Pattern AWAITED_NAME = Pattern.compile("^…$");

    private static final Pattern NEXT_PAGE = Pattern.compile("Page suivante|Next page");

    /** The workspace begins in French, whatever the browser prefers. */
    final Page workspace(String person, String language) {
        Page page = open("/app/", language);
        if (language.equals("en")) {
            button(page, "English").click();
        }
        signIn(page, person);
        awaitReady(page);
        return page;
    }

    /** Opens the workspace of an office, in French, on a phone. */
    final Page office(String person) {
        Page page = workspace(person, "fr");
        page.setViewportSize(PHONE, HEIGHT);
        assertAccessible(page);
        return page;
    }

    /** The paths of the requests to the API from now on. */
    static List<String> pathsOf(Page page) {
        List<String> paths = new ArrayList<>();
        page.onRequest(request -> {
            String path = URI.create(request.url()).getPath();
            if (path.startsWith("/v1/")) {
                paths.add(path);
            }
        });
        return paths;
    }

    /** Chooses a page of the menu with the keyboard. The menu is before the content, and collapsed on a phone. */
    static void choose(Page page, String name) {
        Locator menu = page.locator("nav.side summary");
        if (menu.isVisible() && page.locator("nav.side details[open]").count() == 0) {
            reachBackwards(page, menu);
            page.keyboard().press("Enter");
        }
        Locator link = page.locator("nav.side")
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
        reachBackwards(page, link);
        page.keyboard().press("Enter");
        awaitHeading(page, name);
    }

    static void awaitHeading(Page page, String name) {
        page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName(name).setLevel(1))
                .first()
                .waitFor();
        awaitReady(page);
    }

    static void awaitReady(Page page) {
        page.locator("main:not(:has([aria-busy=true])) h1").waitFor();
    }

    static void awaitNames(Page page) {
        page.locator("main tbody span", new Page.LocatorOptions().setHasText(AWAITED_NAME))
                .first()
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    }

    /** The row with the text. Turns the pages of the list, because other tests leave rows, too. */
    static Locator row(Page page, String text) {
        Locator row = page.locator("main tbody tr", new Page.LocatorOptions().setHasText(text));
        awaitReady(page);
        awaitNames(page);
        while (row.count() == 0) {
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(NEXT_PAGE))
                    .press("Enter");
            awaitReady(page);
            awaitNames(page);
        }
        return row.first();
    }

    static void awaitText(Page page, String text) {
        page.getByText(text).first().waitFor();
    }

    static Locator button(Page page, String name) {
        return page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .first();
    }

    static Locator link(Page page, String name) {
        return page.getByRole(
                        AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true))
                .first();
    }

    static Locator exactButton(Locator row, String name) {
        return row.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    static Locator box(Page page, String name) {
        return page.getByRole(
                AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Waits for a heading within the page, such as that of a step of a draft. */
    static void awaitStep(Page page, String heading) {
        page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName(heading).setLevel(2).setExact(true))
                .waitFor();
        awaitReady(page);
    }

    /** Reaches an element before the focus, or after it: a menu that has just been opened. */
    private static void reachBackwards(Page page, Locator element) {
        element.waitFor();
        for (int i = 0; i < 40; i++) {
            if (hasFocus(element)) {
                return;
            }
            page.keyboard().press("Shift+Tab");
        }
        reach(page, element);
    }

    private static boolean hasFocus(Locator element) {
        return Boolean.TRUE.equals(element.evaluate("one => one === document.activeElement"));
    }

    /** Presses Tab until the element has the focus. */
    static void reach(Page page, Locator element) {
        element.waitFor();
        for (int i = 0; i < 200; i++) {
            if (hasFocus(element)) {
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("The keyboard does not reach " + element);
    }

    /** Reaches a link or a button with the keyboard and presses it. */
    static void press(Page page, Locator element) {
        reach(page, element);
        page.keyboard().press("Enter");
    }

    /** Sets or clears a box with the keyboard. */
    static void tick(Page page, Locator box) {
        reach(page, box);
        page.keyboard().press("Space");
    }

    /** Reaches a field of the page with the keyboard. */
    static Locator input(Page page, String name) {
        Locator input = page.locator("main [name=" + name + "]").first();
        reach(page, input);
        return input;
    }

    /** Opens a dialog with the keyboard. Its decisive button must not have the focus: Enter would decide. */
    static void ask(Page page, Locator button) {
        press(page, button);
        page.locator("dialog[open]").waitFor();
        assertThat(page.locator("dialog[open] button.primary:focus").count()).isZero();
    }

    /** Reaches a field of the open dialog with the keyboard. */
    static Locator field(Page page, String name) {
        Locator field = page.locator("dialog[open] [name=" + name + "]");
        reach(page, field);
        return field;
    }

    /** Types into a field of the open dialog. */
    static void type(Page page, String name, String text) {
        field(page, name);
        page.keyboard().type(text);
    }

    /** Reaches the button that confirms the open dialog, and presses it. */
    static void decide(Page page) {
        press(page, page.locator("dialog[open] button.primary"));
        page.locator("dialog[open]").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
        awaitReady(page);
    }

    /** Changes the state of the object of the page. */
    static void changeState(Page page, String name, String message) {
        ask(page, button(page, name));
        decide(page);
        awaitText(page, message);
    }

    /** Checks the page with axe, on a phone and on a screen, and takes its picture in French. */
    final void check(Page page, String language, String name) {
        awaitReady(page);
        assertAccessible(page);
        ViewportSize phone = page.viewportSize();
        page.setViewportSize(SCREEN, HEIGHT);
        awaitReady(page);
        assertAccessible(page);
        if (language.equals("fr")) {
            screenshot(page, "app-" + name);
        }
        page.setViewportSize(phone.width, phone.height);
    }

    /** A text that no other test has. */
    static String unique() {
        return "T" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
    }

    /** The token of the partnership office, which keeps the registry of partners. */
    static String registry() {
        return Platform.token(Platform.PARTNERSHIP_OFFICE);
    }

    /** What a client of an office reads. */
    static JsonNode read(String client, String path) {
        return readWith(Platform.token(client), path);
    }

    /** What the enrollment office reads. */
    static JsonNode read(String path) {
        return read(Platform.ENROLLMENT_OFFICE, path);
    }

    /** What the partner reads. */
    static JsonNode read(Fixture fixture, String path) {
        return readWith(fixture.token(), path);
    }

    private static JsonNode readWith(String token, String path) {
        ApiClient.Response answer = Platform.http().get(token, path);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.body();
    }

    /** The only item of a list. */
    static JsonNode only(String client, String path) {
        JsonNode items = read(client, path).path("items");
        assertThat(items).as(path).hasSize(1);
        return items.path(0);
    }

    static String stateOf(String client, String path) {
        return read(client, path).path("state").asText();
    }

    /** The items of a list of the partnership office. */
    static JsonNode itemsOf(String path) {
        return read(Platform.PARTNERSHIP_OFFICE, path).path("items");
    }

    /** What the partnership office keeps of the partner. */
    static JsonNode kept(Fixture fixture, String list) {
        return itemsOf("/v1/" + list + "?partnerId=" + fixture.partner());
    }

    static JsonNode agreement(String id) {
        return read("/v1/agreements/" + id);
    }

    static void awaitUntil(Callable<Boolean> condition) {
        await().pollInSameThread().atMost(Duration.ofSeconds(60)).until(condition); // Playwright has one thread
    }

    /** @param fundings and other fields, each after a comma */
    static String request(Fixture fixture, String familyName, String fundings) {
        return """
                {"agreementId":"%s","offeringId":"%s","student":{"familyName":"%s","givenNames":"Maëlle",
                 "birthDate":"2004-05-06","birthPlace":"Quimper"}%s}""".formatted(fixture.agreement(), fixture.offering(), familyName, fundings);
    }

    static void enroll(Fixture fixture, String familyName, String fundings) {
        assertThat(fixture.enroll(request(fixture, familyName, fundings), unique())
                        .status())
                .isEqualTo(201);
    }

    /** The only enrollment on an offering. */
    static JsonNode enrollmentOn(Fixture fixture) {
        return read("/v1/enrollments?offeringId=" + fixture.offering())
                .path("items")
                .path(0);
    }

    /** The academic year of a day, some days from now. */
    static String academicYearIn(int days) {
        var day = Fixture.today().plusDays(days);
        int first = day.getMonthValue() < 9 ? day.getYear() - 1 : day.getYear();
        return first + "-" + (first + 1);
    }

    /** Makes the demonstration person one of the staff of this partner. */
    static Fixture staffOf(Fixture fixture) {
        Platform.get().setPartnerOf(RealmAccounts.PARTNER_USER, fixture.partner());
        return fixture;
    }

    /** The same partner with an offering that began three weeks ago. */
    static Fixture begun(Fixture fixture) {
        String catalogue = Platform.token(Platform.CATALOGUE_OFFICE);
        LocalDate firstDay = Fixture.today().minusWeeks(3);
        String offering = Platform.http().create(catalogue, "/v1/offerings", """
                {"trainingId":"%s","academicYear":"%s","modality":"DISTANCE","startsOn":"%s","endsOn":"%s",
                 "capacity":10,"waitingListSize":0,"price":{"amount":500.00,"currency":"EUR"}}""".formatted(
                        fixture.training(), Fixture.academicYear(), firstDay, firstDay.plusMonths(8)));
        Platform.http().postSuccessfully(catalogue, "/v1/offerings/" + offering + "/opening", "");
        return new Fixture(fixture.partner(), fixture.agreement(), fixture.training(), offering);
    }

    /** Waits until the calendar has activated the enrollment. */
    static void awaitActive(Fixture fixture, String enrollment) {
        awaitUntil(() -> read(fixture, "/v1/enrollments/" + enrollment)
                .path("state")
                .asText()
                .equals("ACTIVE"));
    }

    /** Answers a request of the page in place of the API. */
    static void answer(Route route, int status, String body) {
        route.fulfill(new Route.FulfillOptions()
                .setStatus(status)
                .setContentType(status < 400 ? "application/json" : "application/problem+json")
                .setBody(body));
    }
}
