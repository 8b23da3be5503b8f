package fr.cned.partenariats.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every alert has a page that says what to do, and a test of its rule. */
class RunbooksTest {

    private static final List<String> PARTS =
            List.of("**Users see:**", "**First look:**", "**Causes and repair:**", "**Over when:**");

    @Test
    void everyAlertNamesItsRunbookAndSaysWhoIsCalled() {
        assertThat(MonitoringFiles.alerts()).hasSizeGreaterThan(15).allSatisfy(alert -> {
            assertThat(alert.at("/labels/severity").asText()).isIn("page", "ticket");
            assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
            Path runbook = MonitoringFiles.PROJECT.resolve(
                    alert.at("/annotations/runbook").asText());
            assertThat(runbook).isRegularFile();
            assertThat(Files.readString(runbook))
                    .startsWith("# " + name(alert) + "\n")
                    .contains(PARTS);
        });
    }

    @Test
    void everyRunbookBelongsToAnAlert() throws IOException {
        List<String> named = MonitoringFiles.alerts().stream()
                .map(alert -> alert.at("/annotations/runbook").asText())
                .toList();
        try (Stream<Path> pages = Files.list(MonitoringFiles.PROJECT.resolve("docs/runbooks"))) {
            assertThat(pages.map(page -> "docs/runbooks/" + page.getFileName()))
                    .containsExactlyInAnyOrderElementsOf(named);
        }
    }

    @Test
    void everyAlertHasATestOfItsRule() throws IOException {
        String tests = Files.readString(MonitoringFiles.TESTS.resolve("alerts.test.yml"))
                + Files.readString(MonitoringFiles.TESTS.resolve("alerts-of-hours.test.yml"));
        assertThat(MonitoringFiles.alerts())
                .allSatisfy(alert -> assertThat(tests).contains("\n  - name: " + name(alert) + "\n"));
    }

    private static String name(JsonNode alert) {
        return alert.path("alert").asText();
    }
}
