package fr.cned.partenariats.gateway.pages.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The workspace draws its pages with code of its own, as long as that is little. */
class WorkspaceSizeTest {

    private static final Path APP = Path.of("src/main/resources/web/app");
    private static final int LIMIT = 5_000;

    /** Words in both languages, requests to the API and counts of its answers, values as text: no elements. */
    private static final Set<String> DRAW_NOTHING = Set.of(
            "codes.js",
            "columns.js",
            "texts.js",
            "texts-of-offices.js",
            "texts-of-registry.js",
            "data.js",
            "requests.js",
            "work.js",
            "csv.js",
            "format.js");

    @Test
    void theCodeThatDrawsTheWorkspaceIsLittle() throws IOException {
        Set<String> drawing = scripts();
        assertThat(drawing).containsAll(DRAW_NOTHING);
        drawing.removeAll(DRAW_NOTHING);
        int lines = 0;
        for (String script : drawing) {
            lines += Files.readAllLines(APP.resolve(script)).size();
        }
        assertThat(lines)
                .as("lines that draw the workspace: when they grow past %d, use lit-html from a Maven artifact", LIMIT)
                .isPositive()
                .isLessThan(LIMIT);
    }

    private static Set<String> scripts() throws IOException {
        try (Stream<Path> files = Files.list(APP)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".js"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
