package fr.cned.partenariats.gateway.problem;

import fr.cned.partenariats.gateway.problem.ProblemCatalogue.Entry;
import fr.cned.partenariats.gateway.problem.ProblemCatalogue.Texts;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Serves a page with meaning, cause and remedy at the {@code type} of each problem. The pages are static HTML without
 * scripts, in the language of {@code ?lang=} or else of {@code Accept-Language}.
 */
@Singleton
public class ProblemPages {

    /** Prefix of every problem type (RFC 9457, section 3.1.1). */
    public static final String PATH = "/problems/";

    /** The list of all codes, also with a slash at the end. */
    public static final String INDEX = "/problems";

    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; style-src 'self'; base-uri 'none';" + " form-action 'none'; frame-ancestors 'none'";

    private static final Labels ENGLISH =
            new Labels("Problems", "Meaning", "Cause", "What to do", "Answered by", "All problems", "fr", "Français");
    private static final Labels FRENCH = new Labels(
            "Problèmes", "Signification", "Cause", "Que faire", "Répondu par", "Tous les problèmes", "en", "English");

    private static final String PAGE = """
            <!doctype html>
            <html lang="%1$s">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%2$s</title>
            <link rel="stylesheet" href="/problems/style.css">
            </head>
            <body>
            <nav><a href="/problems/?lang=%1$s">%3$s</a> <a href="?lang=%4$s" hreflang="%4$s" lang="%4$s">%5$s</a></nav>
            <main>
            %6$s</main>
            </body>
            </html>
            """;

    private final Map<String, List<Entry>> entries = new ProblemCatalogue().entries();

    /** The labels of the pages in one language, and the link to the other language. */
    private record Labels(
            String problems,
            String meaning,
            String cause,
            String remedy,
            String answeredBy,
            String all,
            String otherLanguage,
            String otherName) {

        static Labels in(Locale language) {
            return language.equals(Locale.FRENCH) ? FRENCH : ENGLISH;
        }
    }

    /** Adds the routes of the pages. The next route of the router handles an unknown code. */
    public void routes(Router router) {
        router.route(INDEX + "*").handler(this::show);
    }

    private void show(RoutingContext context) {
        String path = context.request().path();
        HttpServerResponse response = context.response();
        response.putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.putHeader("Referrer-Policy", "no-referrer");
        Locale language = languageOf(context);
        if (path.equals(INDEX) || path.equals(PATH)) {
            end(response, language, index(language));
            return;
        }
        String code = path.startsWith(PATH) ? path.substring(PATH.length()) : "";
        String page = page(code, language);
        if (page == null) {
            context.next();
        } else {
            end(response, language, page);
        }
    }

    private static void end(HttpServerResponse response, Locale language, String html) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .putHeader(HttpHeaders.CONTENT_LANGUAGE, language.getLanguage())
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .end(html);
    }

    private static Locale languageOf(RoutingContext context) {
        @Nullable String asked = context.request().getParam("lang");
        return AcceptLanguage.preferred(
                asked == null ? context.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE) : asked);
    }

    private String index(Locale language) {
        Labels labels = Labels.in(language);
        StringBuilder list = new StringBuilder("<h1>" + labels.problems() + "</h1>\n<ul>\n");
        entries.forEach((code, found) ->
                list.append("<li><a href=\"/problems/%s?lang=%s\"><code>%1$s</code></a> %s</li>\n"
                        .formatted(
                                code,
                                language.getLanguage(),
                                escaped(found.get(0).in(language).meaning()))));
        return html(language, labels.problems(), list.append("</ul>\n").toString());
    }

    /** Returns the page of a code, or null if the code is unknown. */
    @Nullable
    String page(String code, Locale language) {
        List<Entry> found = entries.get(code);
        if (found == null) {
            return null;
        }
        Labels labels = Labels.in(language);
        StringBuilder sections = new StringBuilder("<h1><code>" + code + "</code></h1>\n");
        for (Entry entry : found) {
            Texts texts = entry.in(language);
            sections.append("<section>\n<p>" + labels.answeredBy() + " " + entry.part() + "</p>\n<dl>\n");
            appendTerm(sections, labels.meaning(), texts.meaning());
            appendTerm(sections, labels.cause(), texts.cause());
            appendTerm(sections, labels.remedy(), texts.remedy());
            sections.append("</dl>\n</section>\n");
        }
        return html(language, code, sections.toString());
    }

    private static void appendTerm(StringBuilder list, String term, String text) {
        list.append("<dt>" + term + "</dt>\n<dd>" + escaped(text) + "</dd>\n");
    }

    private static String html(Locale language, String title, String main) {
        Labels labels = Labels.in(language);
        return PAGE.formatted(
                language.getLanguage(), title, labels.all(), labels.otherLanguage(), labels.otherName(), main);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
