package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import fr.cned.partenariats.commons.testing.RequiredPrograms;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Opens pages in the installed Chromium. Each test has its own browser context, like a private window. Without Chromium
 * the test prints what it did not check, and is skipped; in CI it fails.
 */
@ResourceLock(BrowserTest.PEOPLE)
abstract class BrowserTest {

    /**
     * The lock of the demonstration people and of the browser. Tests give the same person different partners, and only
     * one thread at a time may use Playwright.
     */
    static final String PEOPLE = "people";

    private static final String CHROMIUM = "chromium";
    private static final Path SCREENSHOTS = Path.of("..", "docs", "screenshots");
    private static final String AXE = AxeBuilder.getAxeScript();

    /** The serious and critical findings of axe. The details of rules that find nothing are not collected. */
    private static final String FINDINGS = """
            async () => {
              const { violations } = await axe.run({ resultTypes: ["violations"] });
              return violations
                .filter((rule) => ["serious", "critical"].includes(rule.impact))
                .flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${rule.help}: ${node.html}`));
            }""";

    /** Without a sandbox, because CI runs as root; without the requests that Chromium sends for itself. */
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private long transferred;

    @BeforeAll
    static void requireChromium() {
        RequiredPrograms.ofThisMachine().require("the pages in a browser", List.of(CHROMIUM));
    }

    @AfterEach
    void closeContexts() {
        contexts.forEach(BrowserContext::close);
    }

    /**
     * Opens a path of the gateway in a new context.
     *
     * @param language {@code fr} or {@code en}
     */
    final Page open(String path, String language) {
        BrowserContext context = Holder.BROWSER.newContext(new Browser.NewContextOptions()
                .setBaseURL(Platform.get().gatewayUrl().toString())
                .setLocale(language.equals("fr") ? "fr-FR" : "en-GB")
                .setTimezoneId("Europe/Paris")
                .setColorScheme(ColorScheme.LIGHT)
                .setViewportSize(1280, 900));
        context.setDefaultTimeout(30_000);
        contexts.add(context);
        Page page = context.newPage();
        page.onPageError(error -> errors.add("error in the page: " + error));
        page.onConsoleMessage(this::recordViolation);
        page.onResponse(
                response -> transferred += Long.parseLong(response.headers().getOrDefault("content-length", "0")));
        page.navigate(path);
        return page;
    }

    /** The bytes of all responses since the start of the test. The gateway sends its files compressed. */
    final long transferred() {
        return transferred;
    }

    /** Chromium reports a violation of the Content-Security-Policy as an error on the console. */
    private void recordViolation(ConsoleMessage message) {
        if (message.text().contains("Content Security Policy")) {
            errors.add(message.text());
        }
    }

    /** Presses the button to sign in, fills the form of Keycloak and waits for the page. */
    static void signIn(Page page, String userName) {
        page.locator("#sign-in").click();
        enterPassword(page, userName);
    }

    /** Fills the form of Keycloak and waits until the page knows the person. */
    static void enterPassword(Page page, String userName) {
        page.locator("#username").fill(userName);
        page.locator("#password").fill(Platform.get().demoPassword());
        page.locator("#kc-login").click();
        page.locator("#sign-out").waitFor();
    }

    /**
     * Fails for findings of axe that are serious or critical, and for errors of scripts and of the security policy. Loads axe
     * once into each document: {@link AxeBuilder} loads it three times for each check, and opens another page.
     */
    final void assertAccessible(Page page) {
        if (page.evaluate("typeof axe").equals("undefined")) {
            page.evaluate(AXE);
        }
        Object findings = page.evaluate(FINDINGS);
        assertThat(findings).as(page.url()).isEqualTo(List.of());
        assertThat(errors).as(page.url()).isEmpty();
    }

    /** Writes a picture into {@code docs/screenshots}, with {@code -Dscreenshots.update=true}. */
    static void screenshot(Page page, String name) {
        if (Boolean.getBoolean("screenshots.update")) {
            page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
        }
    }

    private static final class Holder {
        static final Browser BROWSER = launch();

        private static Browser launch() {
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            // Playwright ends with this process, and Chromium with Playwright.
            return playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(chromium())
                            .setArgs(FLAGS));
        }

        private static Path chromium() {
            return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                    .map(directory -> Path.of(directory, CHROMIUM))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
