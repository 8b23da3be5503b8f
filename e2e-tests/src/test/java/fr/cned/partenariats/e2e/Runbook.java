package fr.cned.partenariats.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The commands of docs/runbooks. */
final class Runbook {

    private static final Path PAGES = Path.of("../docs/runbooks");
    private static final Pattern SHELL = Pattern.compile("(?ms)^ *```sh\n(.*?)^ *```");

    private Runbook() {}

    /** The blocks of commands of each page, as they are printed, by the name of the page. */
    static Map<String, List<String>> commands() throws IOException {
        Map<String, List<String>> pages = new TreeMap<>();
        try (Stream<Path> files = Files.list(PAGES)) {
            for (Path file : files.toList()) {
                pages.put(
                        file.getFileName().toString().replace(".md", ""),
                        SHELL.matcher(Files.readString(file))
                                .results()
                                .map(block -> block.group(1))
                                .toList());
            }
        }
        return pages;
    }

    /** The first block in a language after "Causes and repair". */
    static String block(String page, String language) throws IOException {
        String text = Files.readString(PAGES.resolve(page + ".md"));
        Matcher block = Pattern.compile("(?s)\\*\\*Causes and repair:\\*\\*.*?```" + language + "\n(.*?)```")
                .matcher(text);
        if (!block.find()) {
            throw new AssertionError(page + " has no repair in " + language);
        }
        return block.group(1);
    }
}
