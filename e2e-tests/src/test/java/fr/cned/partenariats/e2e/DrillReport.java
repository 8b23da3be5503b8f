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

    private static final Path PAGE = Path.of("../docs/drills.md");

    private static final String INTRODUCTION = """
            # Drills, measured

            [`DrillsIT`](../e2e-tests/src/test/java/fr/cned/partenariats/e2e/DrillsIT.java) runs the [drills](operations.md#drills) while students register, files are imported and the catalogue changes. After each of them it makes all [checks](../e2e-tests/src/test/java/fr/cned/partenariats/e2e/Check.java). The command in [operations.md](operations.md#drills) with `-Ddrills.update=true` writes this page.

            """;

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

    /** Also on the page of the documentation, with {@code -Ddrills.update=true}. */
    void write(Path file) throws IOException {
        Files.writeString(file, table());
        if (Boolean.getBoolean("drills.update")) {
            Files.writeString(PAGE, INTRODUCTION + table());
        }
    }
}
