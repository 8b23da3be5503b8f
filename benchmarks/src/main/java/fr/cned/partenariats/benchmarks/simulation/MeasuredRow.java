package fr.cned.partenariats.benchmarks.simulation;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The figure of a benchmark in docs/benchmarks.md. */
final class MeasuredRow {

    private MeasuredRow() {}

    /** The figure on the page of the project. */
    static double requestsPerSecond(Bench bench, String benchmark) {
        try {
            return requestsPerSecond(Files.readString(bench.project().resolve("docs/benchmarks.md")), benchmark);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param page the text of docs/benchmarks.md */
    static double requestsPerSecond(String page, String benchmark) {
        Matcher row = Pattern.compile(
                        "(?m)^\\| " + Pattern.quote(benchmark) + " \\| [^|]* \\| [^|]*: ([\\d ]+) requests/s \\|")
                .matcher(page);
        if (!row.find()) {
            throw new PlatformFailure(
                    "docs/benchmarks.md has no requests/s of %s: measure it first.".formatted(benchmark));
        }
        return Double.parseDouble(row.group(1).replace(" ", ""));
    }
}
