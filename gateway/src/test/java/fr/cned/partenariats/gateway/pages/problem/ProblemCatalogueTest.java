package fr.cned.partenariats.gateway.pages.problem;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.gateway.edge.problem.ProblemTexts;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The texts of all modules and the pages that show them. */
class ProblemCatalogueTest {

    private static final ProblemPages PAGES = new ProblemPages();

    /** Reads the codes from the source folders of all modules, to detect a module that the gateway does not package. */
    static Set<String> codes() throws IOException {
        Set<String> codes = new TreeSet<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path folder : modules.map(module -> module.resolve("src/main/resources/problems"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.toList()) {
                        Properties texts = new Properties();
                        try (Reader reader = Files.newBufferedReader(file)) {
                            texts.load(reader);
                        }
                        texts.stringPropertyNames().stream()
                                .filter(key -> !key.contains("."))
                                .forEach(codes::add);
                    }
                }
            }
        }
        return codes;
    }

    @TestFactory
    Stream<DynamicTest> everyCodeHasAPageInBothLanguages() throws IOException {
        assertThat(codes()).hasSizeGreaterThan(140).contains("no-seat-left", "rate-limited", "not-found");
        return codes().stream()
                .map(code -> DynamicTest.dynamicTest(code, () -> {
                    String english = page(code, Locale.ENGLISH, "Meaning", "Cause", "What to do");
                    String french = page(code, Locale.FRENCH, "Signification", "Cause", "Que faire");
                    assertThat(french).isNotEqualTo(english);
                }));
    }

    private static String page(String code, Locale language, String... terms) {
        String page = PAGES.page(code, language);
        assertThat(page)
                .as("page of %s", code)
                .contains("<html lang=\"" + language.getLanguage() + "\">", "<code>" + code + "</code>")
                .contains(terms)
                .doesNotContain("''", "<dd></dd>")
                .doesNotContainPattern("\\{\\d}");
        return page;
    }

    @Test
    void causeShowsTheNamesOfItsPlaceholders() {
        for (Locale language : List.of(Locale.ROOT, Locale.FRENCH)) {
            ResourceBundle texts = ProblemTexts.bundle("EnrollmentProblem", language);
            String[] names = texts.getString("no-seat-left.arguments").split(",", -1);

            assertThat(names).isNotEmpty();
            for (String name : names) {
                assertThat(PAGES.page("no-seat-left", language)).contains("‹" + name.strip() + "›");
            }
        }
    }

    @Test
    void unknownCodeHasNoPage() {
        assertThat(PAGES.page("no-such-code", Locale.ENGLISH)).isNull();
    }
}
