package fr.cned.partenariats.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results of the checks in each scenario, as a table in Markdown. */
final class DrillReport {

    private final Map<String, Map<Check, String>> exceptions = new LinkedHashMap<>();
    private final Map<String, String> notes = new LinkedHashMap<>();

    /** @param found the exceptions of each check that does not hold */
    void add(String scenario, Map<Check, String> found, String note) {
        exceptions.put(scenario, new EnumMap<>(found));
        notes.put(scenario, note);
    }

    String table() {
        List<String> scenarios = new ArrayList<>(exceptions.keySet());
        StringBuilder table = new StringBuilder("| Check | " + String.join(" | ", scenarios) + " |\n|---|");
        table.append("---|".repeat(scenarios.size())).append('\n');
        for (Check check : Check.values()) {
            table.append("| ").append(check.sentence()).append(" |");
            for (String scenario : scenarios) {
                boolean fails = exceptions.getOrDefault(scenario, Map.of()).containsKey(check);
                table.append(fails ? " FAILS |" : " holds |");
            }
            table.append('\n');
        }
        table.append('\n');
        notes.forEach((scenario, note) ->
                table.append("- ").append(scenario).append(": ").append(note).append('\n'));
        return table.toString();
    }

    void write(Path file) throws IOException {
        Files.writeString(file, table());
    }
}
