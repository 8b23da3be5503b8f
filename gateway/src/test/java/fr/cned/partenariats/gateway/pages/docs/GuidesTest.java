package fr.cned.partenariats.gateway.pages.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import fr.cned.partenariats.commons.testing.FrenchRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guides of the portal in both languages, and the links in them. */
class GuidesTest {

    private static final Path WEB = Path.of("src/main/resources/web");
    private static final Path GUIDES = WEB.resolve("docs/guides");
    private static final List<String> SERVICES = List.of("partner", "catalog", "enrollment");
    private static final Pattern LINK = Pattern.compile("href=\"([^\"]+)\"");
    private static final Pattern PART = Pattern.compile("data-part=\"([^\"]+)\"");
    private static final Pattern PAGE = Pattern.compile("(?m)^  path: \"([a-z-]+)\",$");
    private static final Pattern CODE = Pattern.compile("(?m)^## ([a-z0-9-]+)$");

    @Test
    void bothLanguagesHaveTheSameGuidesLinksAndParts() throws IOException {
        assertThat(names("fr")).isNotEmpty().isEqualTo(names("en"));
        for (String name : names("en")) {
            String english = guide("en", name);
            String french = guide("fr", name);
            assertThat(found(LINK, french.replace("lang=fr", "lang=en")))
                    .as(name)
                    .isEqualTo(found(LINK, english));
            assertThat(found(PART, french)).as(name).isEqualTo(found(PART, english));
            assertThat(found(Pattern.compile("<(h[12]|li|tr)>"), french))
                    .as("headings, items and rows of " + name)
                    .isEqualTo(found(Pattern.compile("<(h[12]|li|tr)>"), english));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "fr"})
    void linksLeadToOperationsCodesAndGuides(String language) throws IOException {
        Set<String> known = new TreeSet<>(Set.of("/health", "/problems/?lang=" + language, "/docs/arazzo.yaml"));
        for (String service : SERVICES) {
            known.add("/docs/reference/" + service);
            operations(service).forEach(operation -> known.add(operation.page()));
        }
        found(CODE, Files.readString(Path.of("../docs/problems.md")))
                .forEach(code -> known.add("/problems/" + code + "?lang=" + language));
        names(language).forEach(name -> known.add("/docs/" + name.replace(".html", "")));
        known.add("/app/#/");
        pagesOfTheWorkspace().forEach(page -> known.add("/app/#/" + page));
        for (String name : names(language)) {
            assertThat(found(LINK, guide(language, name)).stream().filter(link -> !link.startsWith("https://")))
                    .as(name)
                    .allMatch(known::contains);
        }
    }

    private static List<Operation> operations(String service) throws IOException {
        JsonNode contract = new YAMLMapper()
                .readTree(Path.of("..", service + "-service", "contract", "openapi.yaml")
                        .toFile());
        return Operation.in(service, contract);
    }

    /** docs/summaries.js has no other operation. */
    @Test
    void everyOperationHasASummaryInFrench() throws IOException {
        Set<String> all = new TreeSet<>();
        for (String service : SERVICES) {
            operations(service).forEach(operation -> all.add(operation.id()));
        }
        String script = Files.readString(WEB.resolve("docs/summaries.js"));
        assertThat(found(Pattern.compile("(?m)^  (\\w+): \""), script)).containsExactlyElementsOf(all);
    }

    @Test
    void everyEventHasATitleInFrench() throws IOException {
        Set<String> all = new TreeSet<>();
        for (String service : SERVICES) {
            new YAMLMapper()
                    .readTree(Path.of("..", service + "-service", "contract", "asyncapi.yaml")
                            .toFile())
                    .at("/components/messages")
                    .forEach(message -> all.add(message.path("name").asText()));
        }
        String script = Files.readString(WEB.resolve("docs/summaries.js"));
        assertThat(found(Pattern.compile("(?m)^  \"([\\w.-]+)\": \""), script)).containsExactlyElementsOf(all);
    }

    @Test
    void everyTagHasANameInFrench() throws IOException {
        Set<String> all = new TreeSet<>();
        for (String service : SERVICES) {
            new YAMLMapper()
                    .readTree(Path.of("..", service + "-service", "contract", "openapi.yaml")
                            .toFile())
                    .path("tags")
                    .forEach(tag -> all.add(tag.path("name").asText()));
        }
        String script = Files.readString(WEB.resolve("docs/tags.js"));
        assertThat(found(Pattern.compile("(?m)^  \"([\\w -]+)\": \""), script)).containsExactlyElementsOf(all);
    }

    private static List<String> pagesOfTheWorkspace() throws IOException {
        List<String> pages = new ArrayList<>();
        try (Stream<Path> modules = Files.list(WEB.resolve("app"))) {
            for (Path module : modules.toList()) {
                pages.addAll(found(PAGE, Files.readString(module)));
            }
        }
        assertThat(pages).contains("upload", "waiting-funding", "partners");
        return pages;
    }

    /** A page of a kind of person has at most 60 lines, and links to what it names. */
    @Test
    void theFirstWeekOfEachKindOfPersonIsShort() throws IOException {
        List<String> weeks = names("fr").stream()
                .filter(name -> name.startsWith("first-week"))
                .toList();
        assertThat(weeks).hasSize(8);
        for (String name : weeks) {
            assertThat(guide("fr", name).lines().count()).as(name).isLessThanOrEqualTo(60);
            assertThat(found(LINK, guide("fr", name))).as(name).hasSizeGreaterThan(5);
        }
    }

    /** The two tables of docs/standards.md: what is served and what is called, each with a header. */
    @Test
    void theGuideOfStandardsNamesAsManyAsTheDocumentation() throws IOException {
        String page = Files.readString(Path.of("../docs/standards.md"));
        long documented = page.substring(0, page.indexOf("\n## "))
                .lines()
                .filter(line -> line.startsWith("| "))
                .count();
        assertThat(documented).isGreaterThan(2);
        assertThat(found(Pattern.compile("<tr>(<td>)"), guide("en", "standards.html")))
                .hasSize((int) documented - 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/texts.js"})
    void textsExistInBothLanguages(String file) throws IOException {
        String texts = Files.readString(WEB.resolve(file));
        String[] parts = texts.split("\n  fr: \\{", -1);
        Pattern key = Pattern.compile("(?m)^ {4}(\\w+): \"");
        assertThat(found(key, parts[1])).isNotEmpty().isEqualTo(found(key, parts[0]));
    }

    /** {@code docs/texts.js} has French last; the dictionaries of the workspace have it first in each text. */
    @Test
    void theFrenchOfGuidesAndPagesIsThatOfALetter() throws IOException {
        List<String> texts = new ArrayList<>();
        for (String name : names("fr")) {
            texts.add(guide("fr", name)
                    .replaceAll("(?s)<pre>.*?</pre>|<code>.*?</code>", "…")
                    .replaceAll("<[^>]*>", ""));
        }
        try (Stream<Path> legal = Files.list(Path.of("src/main/resources/legal/fr"))) {
            for (Path page : legal.toList()) {
                texts.add(Files.readString(page).replaceAll("<[^>]*>", ""));
            }
        }
        String portal = Files.readString(WEB.resolve("docs/texts.js"));
        texts.addAll(found(Pattern.compile(": \"((?:[^\"\\\\]|\\\\.)*)\","), portal.split("\n  fr: \\{", -1)[1]));
        for (String file : List.of("docs/summaries.js", "docs/tags.js")) {
            texts.addAll(found(Pattern.compile("(?m)^  [\\w\" .-]+: \"(.*)\",$"), Files.readString(WEB.resolve(file))));
        }
        texts.addAll(
                found(Pattern.compile("french \\? [\"`](.*?)[\"`]"), Files.readString(WEB.resolve("docs/guides.js"))));
        for (String file :
                List.of("texts.js", "texts-of-offices.js", "texts-of-registry.js", "columns.js", "codes.js")) {
            texts.addAll(found(
                    Pattern.compile(": \\[\\s*\"((?:[^\"\\\\]|\\\\.)*)\","),
                    Files.readString(WEB.resolve("app").resolve(file))));
        }
        assertThat(texts)
                .hasSizeGreaterThan(400)
                .allSatisfy(
                        text -> assertThat(FrenchRules.faults(text)).as(text).isEmpty());
    }

    /** The Content-Security-Policy forbids them, and the browser would ignore them. */
    @Test
    void noFileHasInlineStylesOrScripts() throws IOException {
        try (Stream<Path> files = Files.walk(WEB)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".html")).toList()) {
                assertThat(Files.readString(file))
                        .as(file.toString())
                        .doesNotContainPattern("<style|<script(?! type=\"module\" src=)| style=| on[a-z]+=");
            }
        }
    }

    private static Set<String> names(String language) throws IOException {
        try (Stream<Path> files = Files.list(GUIDES.resolve(language))) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String guide(String language, String name) throws IOException {
        return Files.readString(GUIDES.resolve(language).resolve(name));
    }

    private static List<String> found(Pattern pattern, String text) {
        List<String> all = new ArrayList<>();
        for (MatchResult match : pattern.matcher(text).results().toList()) {
            all.add(match.group(1));
        }
        return all;
    }
}
