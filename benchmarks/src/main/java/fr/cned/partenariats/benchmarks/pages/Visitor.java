package fr.cned.partenariats.benchmarks.pages;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import fr.cned.partenariats.benchmarks.process.Programs;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A person who has signed in to the workspace, in the installed Chromium, and opens its pages. */
final class Visitor implements AutoCloseable {

    private static final String VISIT = script("visit.js");
    private static final String MENU = "nav.side a";
    private static final String FIRST_ROW = "main tbody a[href^='#/']";
    private static final double PATIENCE_MILLIS = 60_000;

    /** Without a sandbox, because a container runs as root; without the requests that Chromium sends for itself. */
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final Page page;

    private Visitor(Playwright playwright, Page page) {
        this.playwright = playwright;
        this.page = page;
    }

    /** Signs in. A failure leaves a picture of the page in the folder. */
    static Visitor signIn(LocalPlatform platform, Path folder, String person) {
        Path chromium = Path.of(Programs.require("chromium"));
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            Browser browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(chromium)
                            .setArgs(FLAGS));
            Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1280, 900));
            page.setDefaultTimeout(PATIENCE_MILLIS);
            page.navigate(platform.gatewayUrl() + "/app/");
            try {
                signIn(page, person, platform.demoPassword());
            } catch (PlaywrightException failure) {
                Path picture = folder.resolve("sign-in.png");
                page.screenshot(new Page.ScreenshotOptions().setPath(picture));
                throw new PlatformFailure("The sign-in of %s failed. See %s.".formatted(person, picture), failure);
            }
            return new Visitor(playwright, page);
        } catch (RuntimeException failure) {
            playwright.close();
            throw failure;
        }
    }

    private static void signIn(Page page, String person, String password) {
        page.locator("#sign-in").click();
        page.locator("#username").fill(person);
        page.locator("#password").fill(password);
        page.locator("#kc-login").click();
        page.locator("#sign-out").waitFor();
    }

    /** The pages of the menu, and for each list the page of its first object. */
    Set<String> pages() {
        Set<String> pages = new LinkedHashSet<>();
        for (String address : addresses(MENU)) {
            pages.add(address);
            visit(address);
            addresses(FIRST_ROW).stream().limit(1).forEach(pages::add);
        }
        return pages;
    }

    private List<String> addresses(String links) {
        return page.locator(links).all().stream()
                .map(link -> link.getAttribute("href"))
                .toList();
    }

    /** Opens a page and returns its milliseconds. */
    double visit(String address) {
        return ((Number) page.evaluate(VISIT, address)).doubleValue();
    }

    @Override
    public void close() {
        playwright.close();
    }

    private static String script(String name) {
        try (InputStream in = Visitor.class.getResourceAsStream("/pages/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no script " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
