package fr.cned.partenariats.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The commands that docs/operations.md has for operators. The drills run them. */
final class DrillCommands {

    private static final Path DOCUMENT = Path.of("../docs/operations.md");

    private DrillCommands() {}

    /** Returns the block with this number and language in a section. */
    static String block(String section, String language, int number) {
        Pattern blocks = Pattern.compile("^ *```" + language + "\n(.*?)^ *```", Pattern.DOTALL | Pattern.MULTILINE);
        List<String> found = blocks.matcher(section(section))
                .results()
                .map((MatchResult block) -> block.group(1).stripIndent())
                .toList();
        assertThat(found)
                .as("blocks of %s in the section %s", language, section)
                .hasSizeGreaterThan(number);
        return found.get(number);
    }

    private static String section(String title) {
        try {
            String document = Files.readString(DOCUMENT, UTF_8);
            int start = document.indexOf("\n## " + title + "\n");
            assertThat(start).as("section " + title).isNotNegative();
            int end = document.indexOf("\n## ", start + 1);
            return document.substring(start, end < 0 ? document.length() : end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
