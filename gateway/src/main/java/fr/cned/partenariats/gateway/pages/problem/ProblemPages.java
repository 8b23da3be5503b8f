package fr.cned.partenariats.gateway.pages.problem;

import static java.util.Objects.requireNonNull;

import fr.cned.partenariats.gateway.edge.problem.ProblemWriter;
import fr.cned.partenariats.gateway.pages.problem.ProblemCatalogue.Entry;
import fr.cned.partenariats.gateway.pages.problem.ProblemCatalogue.Texts;
import fr.cned.partenariats.gateway.pages.web.StaticPage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
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

    private final Map<String, List<Entry>> entries = new ProblemCatalogue().entries();
    private final List<Entry> invalidValue = requireNonNull(entries.get("invalid-value"));
    private final Map<String, Map<String, String>> operations = new TreeMap<>();
    private final Map<String, Set<Integer>> statuses = new TreeMap<>();
    /** The codes that an answer has as its own {@code code}. */
    private final Set<String> ownCodes = new TreeSet<>();

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
    public void addOperation(String code, int status, String operationId, String page) {
        operations.computeIfAbsent(code, key -> new TreeMap<>()).put(operationId, page);
        statuses.computeIfAbsent(code, key -> new TreeSet<>()).add(status);
        ownCodes.add(code);
    }

    /**
     * The same for a code in {@code errors}. That of a constraint, such as {@code invalid-siret}, has the texts of an
     * invalid value: the detail of the error says what is wrong.
     */
    public void addOperationWithError(String code, int status, String operationId, String page) {
        entries.putIfAbsent(code, invalidValue);
        operations.computeIfAbsent(code, key -> new TreeMap<>()).put(operationId, page);
        statuses.computeIfAbsent(code, key -> new TreeSet<>()).add(status);
    }

    /** Adds the routes of the pages. The next route of the router handles an unknown code. */
    public void routes(Router router) {
        router.route(INDEX + "*").handler(this::show);
    }

    private void show(RoutingContext context) {
        String path = context.request().path();
        Locale language = StaticPage.languageOf(context);
        String code = path.startsWith(PATH) ? path.substring(PATH.length()) : "";
        if (path.equals(INDEX) || path.equals(PATH)) {
            if (StaticPage.isForProgram(context)) {
                StaticPage.answer(
                        context, new JsonObject().put("problems", new JsonArray(List.copyOf(entries.keySet()))));
            } else {
                StaticPage.answer(context, language, index(language));
            }
            return;
        }
        if (StaticPage.isForProgram(context) && entries.containsKey(code)) {
            StaticPage.answer(context, json(code));
            return;
        }
        String page = page(code, language);
        if (page == null) {
            context.next();
        } else {
            StaticPage.answer(context, language, page);
        }
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
                .put("statuses", new JsonArray(List.copyOf(statuses.getOrDefault(code, Set.of()))))
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

    private String index(Locale language) {
        ResourceBundle labels = StaticPage.labels(language);
        StringBuilder list = new StringBuilder("<h1>" + labels.getString("problems") + "</h1>\n<ul>\n");
        entries.forEach((code, found) ->
                list.append("<li><a href=\"/problems/%s?lang=%s\"><code>%1$s</code></a> %s</li>\n"
                        .formatted(
                                code,
                                language.getLanguage(),
                                StaticPage.escaped(found.get(0).in(language).meaning()))));
        return StaticPage.html(
                language, labels.getString("problems"), list.append("</ul>\n").toString());
    }

    /** Returns the page of a code, or null if the code is unknown. */
    @Nullable
    String page(String code, Locale language) {
        List<Entry> found = entries.get(code);
        if (found == null) {
            return null;
        }
        ResourceBundle labels = StaticPage.labels(language);
        StringBuilder sections = new StringBuilder("<h1><code>" + code + "</code></h1>\n");
        for (Entry entry : found) {
            Texts texts = entry.in(language);
            sections.append("<section>\n<p>" + labels.getString("answeredBy") + " " + entry.part() + "</p>\n<dl>\n");
            appendTerm(sections, labels.getString("meaning"), texts.meaning());
            appendTerm(sections, labels.getString("cause"), texts.cause());
            appendTerm(sections, labels.getString("remedy"), texts.remedy());
            sections.append("</dl>\n</section>\n");
        }
        if (statuses.containsKey(code)) {
            sections.append("<p>" + labels.getString("status") + " " + statusesOf(code) + "</p>\n<h2>"
                    + labels.getString("example") + "</h2>\n<pre tabindex=\"0\">"
                    + StaticPage.escaped(example(code, language).encodePrettily()) + "</pre>\n");
        }
        if (!operationsOf(code).isEmpty()) {
            sections.append("<h2>" + labels.getString("operations") + "</h2>\n<ul class=\"columns\">\n");
            operationsOf(code)
                    .forEach((id, address) -> sections.append("<li><a href=\"%s?lang=%s\"><code>%s</code></a></li>\n"
                            .formatted(address, language.getLanguage(), id)));
            sections.append("</ul>\n");
        }
        return StaticPage.html(language, code, sections.toString());
    }

    private String statusesOf(String code) {
        return requireNonNull(statuses.get(code)).stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** An answer that has the code as its own, or else in {@code errors}. */
    private JsonObject example(String code, Locale language) {
        Texts texts = textsOf(code, language);
        if (!ownCodes.contains(code)) {
            JsonObject error = new JsonObject().put("code", code).put("detail", texts.cause());
            return problem("invalid-request", code, language).put("errors", new JsonArray().add(error));
        }
        return problem(code, code, language);
    }

    private JsonObject problem(String code, String codeOfPage, Locale language) {
        return new JsonObject()
                .put("type", PATH + code)
                .put("title", textsOf(code, language).meaning())
                .put(
                        "status",
                        requireNonNull(statuses.get(codeOfPage)).iterator().next())
                .put("detail", textsOf(code, language).cause())
                .put("code", code);
    }

    private Texts textsOf(String code, Locale language) {
        return requireNonNull(entries.get(code)).get(0).in(language);
    }

    private static void appendTerm(StringBuilder list, String term, String text) {
        list.append("<dt>" + term + "</dt>\n<dd>" + StaticPage.escaped(text) + "</dd>\n");
    }
}
