package fr.cned.partenariats.local;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.local.wiring.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that every link of the documentation leads to a file of the project, and every anchor to a heading, and that
 * pages with a limit stay short.
 */
class DocumentationLinksTest {

    private static final Path PROJECT = Layout.enclosingProject();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|(?m)^\\[[^\\]]+\\]: (\\S+)$");
    private static final Pattern NAMED_LINK = Pattern.compile("\\[`[^`]+`\\](?![(:])");
    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final Pattern MODULE = Pattern.compile("<module>(.+)</module>");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    @Test
    void everyLinkOfTheDocumentationExists() throws IOException {
        List<Path> pages = pages();
        assertThat(pages).hasSizeGreaterThan(10);
        assertThat(pages).allSatisfy(page -> assertThat(deadLinks(page)).isEmpty());
    }

    @Test
    void aMissingFileAndAMissingHeadingAreFound(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("page.md");
        Files.writeString(page, """
                # Health checks
                [a](#health-checks) [b](#metrics) [c](other.md) [d](https://example.org) [`e`]

                [`f`]: gone.md
                """);

        assertThat(deadLinks(page)).containsExactly("#metrics", "other.md", "gone.md", "[`e`]");
    }

    /** A row says which file to open. Addresses of links stand below the tables. */
    @Test
    void noRowOfTheCodeMapIsLong() {
        assertThat(read(PROJECT.resolve("docs/code-map.md")).lines())
                .filteredOn(line -> line.startsWith("|"))
                .hasSizeGreaterThan(10)
                .allSatisfy(row -> assertThat(row.length()).as(row).isLessThanOrEqualTo(200));
    }

    @Test
    void noDecisionIsLong() throws IOException {
        try (Stream<Path> decisions = Files.list(PROJECT.resolve("docs/adr"))) {
            assertThat(decisions.filter(file -> file.getFileName().toString().matches("\\d{4}-.+\\.md")))
                    .hasSizeGreaterThan(10)
                    .allSatisfy(file -> assertThat(
                                    WORD.matcher(read(file)).results().count())
                            .as(file.toString())
                            .isLessThanOrEqualTo(400));
        }
    }

    /** For somebody who has one hour. */
    @Test
    void theFirstWeekIsShort() {
        assertThat(read(PROJECT.resolve("docs/first-week.md")).lines().count()).isLessThanOrEqualTo(60);
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages;
        try (Stream<Path> top = Files.list(PROJECT);
                Stream<Path> docs = Files.walk(PROJECT.resolve("docs"))) {
            pages = Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .collect(Collectors.toCollection(ArrayList::new));
        }
        pages.addAll(readmesOfModules());
        return pages;
    }

    private static List<Path> readmesOfModules() {
        return MODULE.matcher(read(PROJECT.resolve("pom.xml")))
                .results()
                .map(module -> PROJECT.resolve(module.group(1)).resolve("README.md"))
                .toList();
    }

    private static List<String> deadLinks(Path page) {
        String text = read(page);
        Stream<String> addresses = LINK.matcher(text)
                .results()
                .map(link -> link.group(1) == null ? link.group(2) : link.group(1))
                .filter(link -> !link.startsWith("http"))
                .filter(link -> !exists(page, link));
        Stream<String> names = NAMED_LINK
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(name -> !text.contains("\n" + name + ": "));
        return Stream.concat(addresses, names).toList();
    }

    private static boolean exists(Path page, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
        if (!Files.exists(target)) {
            return false;
        }
        return parts.length == 1
                || !target.toString().endsWith(".md")
                || anchors(target).contains(parts[1]);
    }

    /** GitHub's form: lower case, spaces as hyphens, without punctuation. */
    private static Set<String> anchors(Path page) {
        return HEADING.matcher(read(page))
                .results()
                .map(MatchResult::group)
                .map(heading -> heading.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
