package fr.cned.partenariats.gateway.pages.problem;

import static java.util.Objects.requireNonNull;

import fr.cned.partenariats.gateway.edge.problem.AcceptLanguage;
import fr.cned.partenariats.gateway.edge.problem.ProblemWriter;
import fr.cned.partenariats.gateway.pages.problem.ProblemCatalogue.Entry;
import fr.cned.partenariats.gateway.pages.problem.ProblemCatalogue.Texts;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Serves a page with meaning, cause, remedy and operations at the {@code type} of each problem. The pages are static HTML
 * without scripts, in the language of {@code ?lang=} or else of {@code Accept-Language}. A program that accepts
 * {@code application/json} and not HTML gets the texts in both languages.
 */
@Singleton
public class ProblemPages {

    public static final String PATH = ProblemWriter.TYPES;

    /** The list of all codes, also with a slash at the end. */
    public static final String INDEX = "/problems";

    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'";

    private static final String PAGE = """
        <!doctype html>
        <html lang="%1$s">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%2$s</title>
        <link rel="stylesheet" href="/shared/style.css">
        <link rel="icon" href="/shared/icon.svg" type="image/svg+xml">
        </head>
        <body>
        <header class="bar">
        <nav><a href="/docs/?lang=%1$s">%6$s</a> <a href="/problems/?lang=%1$s">%3$s</a></nav>
        <a href="?lang=%4$s" hreflang="%4$s" lang="%4$s">%5$s</a>
        </header>
        <main class="page">
        %7$s</main>
        </body>
        </html>
        """;

    private final Map<String, List<Entry>> entries = new ProblemCatalogue().entries();
    private final Map<String, Map<String, String>> operations = new TreeMap<>();

    /** The labels of the pages in one language, and the link to the other language. */
    private static ResourceBundle labels(Locale language) {
        return ResourceBundle.getBundle(
                "labels/ProblemPages",
                language,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** Receives a code with its short text in both languages. */
    public interface TitleReader {
        void read(String code, String english, String french);
    }

    /** Reports each code with its short text. */
    public void titles(TitleReader reader) {
        entries.forEach((code, found) -> reader.read(
                code,
                found.get(0).in(Locale.ENGLISH).meaning(),
                found.get(0).in(Locale.FRENCH).meaning()));
    }

    /** Adds an operation that answers the code, with the address of its page. Call this before the first request. */
    public void addOperation(String code, String operationId, String page) {
        operations.computeIfAbsent(code, key -> new TreeMap<>()).put(operationId, page);
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
        String code = path.startsWith(PATH) ? path.substring(PATH.length()) : "";
        if (path.equals(INDEX) || path.equals(PATH)) {
            if (isProgram(context)) {
                end(response, new JsonObject().put("problems", new JsonArray(List.copyOf(entries.keySet()))));
            } else {
                end(response, language, index(language));
            }
            return;
        }
        if (isProgram(context) && entries.containsKey(code)) {
            end(response, json(code));
            return;
        }
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
                .putHeader(HttpHeaders.VARY, "accept, accept-language")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .end(html);
    }

    private static void end(HttpServerResponse response, JsonObject json) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.VARY, "accept, accept-language")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .end(json.toBuffer());
    }

    /** Browsers always accept HTML. */
    private static boolean isProgram(RoutingContext context) {
        @Nullable String accept = context.request().getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains("application/json") && !accept.contains("text/html");
    }

    private JsonObject json(String code) {
        JsonArray meanings = new JsonArray();
        for (Entry entry : requireNonNull(entries.get(code))) {
            meanings.add(new JsonObject()
                    .put("answeredBy", entry.part())
                    .put("en", json(entry.in(Locale.ENGLISH)))
                    .put("fr", json(entry.in(Locale.FRENCH))));
        }
        return new JsonObject()
                .put("code", code)
                .put("type", PATH + code)
                .put("meanings", meanings)
                .put("operations", new JsonArray(List.copyOf(operationsOf(code).keySet())));
    }

    private static JsonObject json(Texts texts) {
        return new JsonObject()
                .put("meaning", texts.meaning())
                .put("cause", texts.cause())
                .put("remedy", texts.remedy());
    }

    private Map<String, String> operationsOf(String code) {
        return operations.getOrDefault(code, Map.of());
    }

    private static Locale languageOf(RoutingContext context) {
        @Nullable String asked = context.request().getParam("lang");
        return AcceptLanguage.preferred(
                asked == null ? context.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE) : asked);
    }

    private String index(Locale language) {
        ResourceBundle labels = labels(language);
        StringBuilder list = new StringBuilder("<h1>" + labels.getString("problems") + "</h1>\n<ul>\n");
        entries.forEach((code, found) ->
                list.append("<li><a href=\"/problems/%s?lang=%s\"><code>%1$s</code></a> %s</li>\n"
                        .formatted(
                                code,
                                language.getLanguage(),
                                escaped(found.get(0).in(language).meaning()))));
        return html(
                language, labels.getString("problems"), list.append("</ul>\n").toString());
    }

    /** Returns the page of a code, or null if the code is unknown. */
    @Nullable
    String page(String code, Locale language) {
        List<Entry> found = entries.get(code);
        if (found == null) {
            return null;
        }
        ResourceBundle labels = labels(language);
        StringBuilder sections = new StringBuilder("<h1><code>" + code + "</code></h1>\n");
        for (Entry entry : found) {
            Texts texts = entry.in(language);
            sections.append("<section>\n<p>" + labels.getString("answeredBy") + " " + entry.part() + "</p>\n<dl>\n");
            appendTerm(sections, labels.getString("meaning"), texts.meaning());
            appendTerm(sections, labels.getString("cause"), texts.cause());
            appendTerm(sections, labels.getString("remedy"), texts.remedy());
            sections.append("</dl>\n</section>\n");
        }
        if (!operationsOf(code).isEmpty()) {
            sections.append("<h2>" + labels.getString("operations") + "</h2>\n<ul class=\"columns\">\n");
            operationsOf(code)
                    .forEach((id, address) -> sections.append("<li><a href=\"%s?lang=%s\"><code>%s</code></a></li>\n"
                            .formatted(address, language.getLanguage(), id)));
            sections.append("</ul>\n");
        }
        return html(language, code, sections.toString());
    }

    private static void appendTerm(StringBuilder list, String term, String text) {
        list.append("<dt>" + term + "</dt>\n<dd>" + escaped(text) + "</dd>\n");
    }

    private static String html(Locale language, String title, String main) {
        ResourceBundle labels = labels(language);
        return PAGE.formatted(
                language.getLanguage(),
                title,
                labels.getString("all"),
                labels.getString("otherLanguage"),
                labels.getString("otherName"),
                labels.getString("portal"),
                main);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
