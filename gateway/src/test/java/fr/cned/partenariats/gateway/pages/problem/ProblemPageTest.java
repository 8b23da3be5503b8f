package fr.cned.partenariats.gateway.pages.problem;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.gateway.pages.problem.ProblemCatalogue.Entry;
import fr.cned.partenariats.gateway.pages.problem.ProblemCatalogue.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps {@code docs/problems.md} up to date. To write it again, run this test with {@code -Dproblems.update=true} and
 * commit the page with the code.
 */
class ProblemPageTest {

    private static final Path PAGE = Path.of("../docs/problems.md");

    /** A constant of an enum of problem codes, such as {@code NOT_FOUND(404)}. */
    private static final Pattern CONSTANT = Pattern.compile("(?m)^ {4}([A-Z][A-Z0-9_]*)\\((\\d{3})\\)[,;]");

    private static final String HEAD = """
            # Problems

            Every refusal is `application/problem+json` with one of these codes, in the language of `Accept-Language`. \
            The gateway serves a page for each at `/problems/<code>`. ‹…› stands for a value of the request or of the data. \
            An entry of `errors` has a code, too; its status is that of the whole answer.

            `ProblemPageTest` compares this page with the code. Write it again after a change:

            ```sh
            mvn -pl service-commons,gateway test -Dtest=ProblemPageTest -Dproblems.update=true -Dsurefire.failIfNoSpecifiedTests=false
            ```

            | Code | Status | Answered by |
            |---|---|---|
            """;

    @Test
    void thePageShowsEveryCodeInBothLanguages() throws IOException {
        String page = page();
        if (Boolean.getBoolean("problems.update")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).exists();
        assertThat(Files.readString(PAGE))
                .as("docs/problems.md; write it again with -Dproblems.update=true")
                .isEqualTo(page);
    }

    private static String page() throws IOException {
        Map<String, List<Entry>> entries = new ProblemCatalogue().entries();
        Map<String, Set<String>> statuses = statuses();
        StringBuilder index = new StringBuilder(HEAD);
        StringBuilder texts = new StringBuilder();
        entries.forEach((code, found) -> {
            assertThat(statuses).as("the status of " + code).containsKey(code);
            String parts = found.stream().map(Entry::part).collect(Collectors.joining(", "));
            index.append("| [`%s`](#%1$s) | %s | %s |\n".formatted(code, String.join(", ", statuses.get(code)), parts));
            texts.append("\n## ").append(code).append('\n');
            for (Entry entry : found) {
                if (found.size() > 1) {
                    texts.append("\nAnswered by ").append(entry.part()).append(":\n");
                }
                texts.append(block(entry, Locale.ENGLISH)).append(block(entry, Locale.FRENCH));
            }
        });
        return index.append(texts).toString();
    }

    private static String block(Entry entry, Locale language) {
        Texts texts = entry.in(language);
        return "\n- **%s** %s: %s\n  %s\n"
                .formatted(
                        language.getLanguage().toUpperCase(Locale.ROOT),
                        plain(texts.meaning()),
                        plain(texts.cause()),
                        plain(texts.remedy()));
    }

    /** Keeps {@code <token>} visible in Markdown. */
    private static String plain(String text) {
        return text.replace("<", "&lt;").replace("|", "\\|").replace("*", "\\*");
    }

    /** The statuses by code, read from the enums of all modules. Two modules may use the same code. */
    private static Map<String, Set<String>> statuses() throws IOException {
        Map<String, Set<String>> statuses = new TreeMap<>();
        try (Stream<Path> files = Files.find(
                Path.of(".."),
                14,
                (file, attributes) -> file.toString().contains("src/main/java")
                        && file.getFileName().toString().endsWith("Problem.java"))) {
            for (Path file : files.toList()) {
                for (MatchResult constant :
                        CONSTANT.matcher(Files.readString(file)).results().toList()) {
                    statuses.computeIfAbsent(
                                    constant.group(1).toLowerCase(Locale.ROOT).replace('_', '-'),
                                    code -> new TreeSet<>())
                            .add(constant.group(2));
                }
            }
        }
        return statuses;
    }
}
