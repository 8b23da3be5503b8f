package fr.cned.partenariats.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of docs/alerts.md. A new measurement of a fault replaces its row. */
final class AlertReport {

    private static final Path DOCUMENT = Path.of("../docs/alerts.md");
    private static final String HEAD = """
            | Fault | Alert | Seconds from fault to alert | Seconds from repair to its end | Repair by the runbook |
            |---|---|---|---|---|
            """;
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (?!Fault|---)([^|]+) \\|.*$");
    private static final String INTRODUCTION = """
            # Alerts, measured

            [`AlertsIT`](../e2e-tests/src/test/java/fr/cned/partenariats/e2e/AlertsIT.java) brings about each fault on the platform of `./run`, while users register students, read partners and sign in. A real Prometheus scrapes it every 5 s and evaluates [the rules](../local-platform/src/main/monitoring/alerts.rules.yml). Exactly the named page may fire, within 30 s after the fault. It must end within 60 s after the repair. A ticket must be pending; it fires later, by its rule.

            ```sh
            mvn -pl service-commons,local-platform,e2e-tests verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=AlertsIT -Dalerts=all -Dalerts.update=true
            ```

            `-Dalerts="kafka killed,relay refused"` measures only these and replaces their rows. `mvn verify` runs one of them. A small exporter of the test answers `pg_up` and `kafka_brokers` instead of the exporters in `docker-compose.yml`. Inhibition is in the rules; Alertmanager does not run.

            """;

    private final Map<String, String> rows = new TreeMap<>();

    void add(String fault, String alert, String toFire, String toClear, String repair) {
        rows.put(fault, "| %s | %s | %s | %s | %s |".formatted(fault, alert, toFire, toClear, repair));
    }

    String table() {
        return HEAD + String.join("\n", rows.values()) + '\n';
    }

    /** @param known the names of all faults: rows of others are dropped */
    void update(Iterable<String> known) throws IOException {
        Map<String, String> all = new TreeMap<>();
        if (Files.exists(DOCUMENT)) {
            Matcher row = ROW.matcher(Files.readString(DOCUMENT));
            while (row.find()) {
                all.put(row.group(1), row.group());
            }
        }
        all.putAll(rows);
        StringBuilder text = new StringBuilder(INTRODUCTION).append(HEAD);
        known.forEach(fault -> text.append(all.getOrDefault(fault, "| " + fault + " | not measured yet | | | |"))
                .append('\n'));
        text.append("\nNot tried:\n\n| Fault | Reason |\n|---|---|\n");
        new TreeMap<>(AlertFaults.NOT_TRIED)
                .forEach((fault, reason) -> text.append("| %s | %s |%n".formatted(fault, reason)));
        text.append("\nNobody is called:\n\n| Fault | Reason |\n|---|---|\n");
        new TreeMap<>(AlertFaults.WITHOUT_PAGE)
                .forEach((fault, reason) -> text.append("| %s | %s |%n".formatted(fault, reason)));
        Files.writeString(DOCUMENT, text);
    }
}
