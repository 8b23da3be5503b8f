package fr.cned.partenariats.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The rows as a table for a terminal: without the texts that the page has. */
final class Console {

    private static final List<String> HEADER =
            List.of("benchmark", "ours", "baseline", "ratio (min–max)", "gate (stretch)", "met");

    private Console() {}

    static String table(List<Row> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEADER);
        rows.forEach(row -> lines.add(List.of(
                row.scenario(), figure(row.ours()), figure(row.baseline()), row.ratio(), row.gate(), row.met())));
        List<Integer> widths = IntStream.range(0, HEADER.size())
                .mapToObj(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toList();
        return lines.stream()
                .map(line -> IntStream.range(0, line.size())
                                .mapToObj(column -> line.get(column)
                                        + " "
                                                .repeat(widths.get(column)
                                                        - line.get(column).length()))
                                .collect(Collectors.joining("  "))
                                .stripTrailing()
                        + "\n")
                .collect(Collectors.joining());
    }

    private static String figure(String text) {
        return text.substring(text.lastIndexOf(": ") < 0 ? 0 : text.lastIndexOf(": ") + 2);
    }
}
