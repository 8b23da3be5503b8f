package fr.cned.partenariats.benchmarks.growth;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.local.wiring.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YearOfTablesTest {

    private static final Path PROJECT = Layout.enclosingProject();

    @Test
    void theStatementsAreThoseOfTheJobs() throws IOException {
        for (SideTable table : SideTable.all()) {
            if (!table.job().isEmpty()) {
                assertThat(withoutIndent(Files.readString(PROJECT.resolve(table.job()))))
                        .as(table.name())
                        .contains(withoutIndent(table.retain()));
            }
        }
    }

    private static String withoutIndent(String text) {
        return text.replaceAll("\\s+", " ");
    }

    @Test
    void theDaysAreThoseOfTheOperationsPage() throws IOException {
        String page = Files.readString(PROJECT.resolve("docs/operations.md"));
        assertThat(page)
                .contains("| `idempotency_key` | all three | 7 days |")
                .contains("| `webhook_delivery` | partner | 31 days")
                .contains("| `import_job`, `import_row` | enrollment | 7 days")
                .contains("| `transmission_attempt` | enrollment | 30 days")
                .contains("| `transmission_day` | enrollment | 3 years");
        assertThat(SideTable.all())
                .extracting(table -> table.name() + " " + table.days())
                .contains(
                        "idempotency_key 7",
                        "webhook_delivery 31",
                        "import_row 7",
                        "transmission_attempt 30",
                        "transmission_day 1095");
    }

    @Test
    void aStatementHasNoParameterLeft() {
        for (SideTable table : SideTable.all()) {
            assertThat(table.retain(Instant.EPOCH, 7).replace("::", ""))
                    .as(table.name())
                    .doesNotContain(":before", ":batch", ":days", "now()", "?", "%1$s");
        }
    }

    @Test
    void aStableTableThatGrowsInTheSecondHalfIsNamed() {
        Map<String, List<Double>> sizes = new HashMap<>();
        SideTable.all().forEach(table -> sizes.put(table.name(), Collections.nCopies(YearOfTables.MONTHS, 10.0)));
        sizes.put("import_row", List.of(1.0, 2.0, 3.0, 4.0, 5.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0));
        sizes.put("transmission_day", List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0));
        assertThat(YearOfTables.grown(SideTable.all(), sizes)).isEmpty();

        sizes.put("webhook_delivery", List.of(1.0, 2.0, 3.0, 4.0, 5.0, 10.0, 10.0, 10.0, 10.0, 10.0, 11.0, 11.3));
        assertThat(YearOfTables.grown(SideTable.all(), sizes)).isEqualTo("webhook_delivery");
    }
}
