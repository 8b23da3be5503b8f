package fr.cned.partenariats.gateway.pages.legal;

import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.pages.web.StaticPage;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Serves what French law requires of a public site: the statement of accessibility (law 2005-102, article 47; RGAA 4.1),
 * the legal notice (law 2004-575, article 6) and the information on personal data (GDPR, articles 13 and 14).
 */
@Singleton
public class LegalPages {

    public static final String PATH = "/legal/";

    private static final List<String> NAMES = List.of("accessibility", "notice", "privacy");

    private final Map<String, String> pages = new HashMap<>();

    LegalPages(GatewayConfig config) {
        for (Locale language : List.of(Locale.ENGLISH, Locale.FRENCH)) {
            for (String name : NAMES) {
                String main = text(language, name)
                        .replace("{contact}", StaticPage.escaped(config.legal().contact()))
                        .replace(
                                "{publicationDirector}",
                                StaticPage.escaped(config.legal().publicationDirector()))
                        .replace("{host}", StaticPage.escaped(config.legal().host()));
                String title = StaticPage.labels(language).getString(name);
                pages.put(key(language, name), StaticPage.html(language, title, main));
            }
        }
    }

    public void routes(Router router) {
        router.route(PATH + "*").handler(this::show);
    }

    private void show(RoutingContext context) {
        Locale language = StaticPage.languageOf(context);
        @Nullable String page = pages.get(key(language, context.request().path().substring(PATH.length())));
        if (page == null) {
            context.next();
        } else {
            StaticPage.answer(context, language, page);
        }
    }

    private static String key(Locale language, String name) {
        return language.getLanguage() + "/" + name;
    }

    private static String text(Locale language, String name) {
        String file = "legal/" + key(language, name) + ".html";
        try (InputStream packaged =
                Thread.currentThread().getContextClassLoader().getResourceAsStream(file)) {
            if (packaged == null) {
                throw new IllegalStateException("The build does not contain " + file);
            }
            return new String(packaged.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file, unreadable);
        }
    }
}
