package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Opens the workspace as a person of the demonstration. Texts are given in French and English. */
abstract class WorkspaceTest extends BrowserTest {

    static final String PARTNER_STAFF = "partenaire";
    static final String HOST_OF_APPRENTICES = "accueil-apprentis";
    static final String CATALOGUE_MANAGER = "gestionnaire-catalogue";
    static final String PARTNERSHIP_OFFICER = "charge-partenariats";
    static final String ENROLLMENT_OFFICER = "charge-inscriptions";

    static final String MANAGEMENT = "direction";
    static final String CATALOGUE_READER = "lecteur-catalogue";
    static final String OPERATOR = "exploitant";

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

    /** Checks the page with axe and, in French, takes its picture. */
    final void check(Page page, String language, String name) {
        awaitReady(page);
        assertAccessible(page);
        if (language.equals("fr")) {
            screenshot(page, "app-" + name);
        }
    }
}
