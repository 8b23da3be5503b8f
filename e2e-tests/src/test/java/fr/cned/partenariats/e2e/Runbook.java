package fr.cned.partenariats.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands of docs/runbooks. */
final class Runbook {

    private Runbook() {}

    /** The first block in a language after "Causes and repair". */
    static String block(String page, String language) throws IOException {
        String text = Files.readString(Path.of("../docs/runbooks", page + ".md"));
        Matcher block = Pattern.compile("(?s)\\*\\*Causes and repair:\\*\\*.*?```" + language + "\n(.*?)```")
                .matcher(text);
        if (!block.find()) {
            throw new AssertionError(page + " has no repair in " + language);
        }
        return block.group(1);
    }
}
