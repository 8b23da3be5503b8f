package fr.cned.partenariats.gateway.pages.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The scripts of the pages. */
class ScriptModulesTest {

    private static final Path WEB = Path.of("src/main/resources/web");
    private static final Pattern IMPORT = Pattern.compile("(?m)^(?:import|export) .*from \"([^\"]+\\.js)\";");

    @Test
    void theImportsOfScriptsFormNoCircle() throws IOException {
        Map<Path, List<Path>> imports = new HashMap<>();
        try (Stream<Path> files = Files.walk(WEB)) {
            files.filter(file -> file.toString().endsWith(".js"))
                    .forEach(file -> imports.put(WEB.relativize(file), importsOf(file)));
        }
        assertThat(imports.values().stream().mapToInt(List::size).sum()).isGreaterThan(imports.size());
        imports.keySet().forEach(script -> requireNoCircle(script, imports, new ArrayList<>()));
    }

    private static List<Path> importsOf(Path file) {
        try {
            return IMPORT.matcher(Files.readString(file))
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .map(target -> target.startsWith("/")
                            ? Path.of(target.substring(1))
                            : WEB.relativize(file.resolveSibling(target).normalize()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireNoCircle(Path script, Map<Path, List<Path>> imports, List<Path> before) {
        assertThat(before).as("a circle of imports").doesNotContain(script);
        before.add(script);
        imports.getOrDefault(script, List.of()).forEach(next -> requireNoCircle(next, imports, before));
        before.remove(script);
    }
}
