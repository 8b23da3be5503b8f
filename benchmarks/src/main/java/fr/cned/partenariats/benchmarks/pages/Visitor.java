package fr.cned.partenariats.benchmarks.pages;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.local.LocalPlatform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A person who has signed in to the workspace and opens its pages. */
final class Visitor implements AutoCloseable {

    private static final String VISIT = script("visit.js");

    /** The pages of the menu. */
    private static final String MENU =
            "[...document.querySelectorAll('nav.side a')].map((link) => link.getAttribute('href'))";

    /** The page of the object in the first row. */
    private static final String FIRST_ROW =
            "[...document.querySelectorAll('main tbody a[href^=\"#/\"]')].slice(0, 1).map((link) => link.getAttribute('href'))";

    private final Browser browser;

    private Visitor(Browser browser) {
        this.browser = browser;
    }

    static Visitor signIn(LocalPlatform platform, Path folder, String person) {
        Browser browser = Browser.open(folder, URI.create(platform.gatewayUrl() + "/app/"));
        try {
            browser.await("document.querySelector('#sign-in')");
            browser.evaluate("document.querySelector('#sign-in').click()");
            browser.await("document.querySelector('#kc-login')");
            browser.evaluate("""
                    document.querySelector('#username').value = '%s';
                    document.querySelector('#password').value = '%s';
                    document.querySelector('#kc-login').click()""".formatted(person, platform.demoPassword()));
            browser.await("document.querySelector('#sign-out')");
            return new Visitor(browser);
        } catch (RuntimeException failure) {
            browser.close();
            throw failure;
        }
    }

    /** The pages of the menu, and for each list the page of its first object. */
    Set<String> pages() {
        Set<String> pages = new LinkedHashSet<>();
        for (String page : addresses(MENU)) {
            pages.add(page);
            visit(page);
            pages.addAll(addresses(FIRST_ROW));
        }
        return pages;
    }

    private List<String> addresses(String script) {
        List<String> addresses = new ArrayList<>();
        for (JsonNode address : browser.evaluate(script)) {
            addresses.add(address.asText());
        }
        return addresses;
    }

    /** Opens a page and returns its milliseconds. */
    double visit(String page) {
        return browser.evaluate("(" + VISIT + ")('" + page + "')").asDouble();
    }

    @Override
    public void close() {
        browser.close();
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
