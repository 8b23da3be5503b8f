package fr.cned.partenariats.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Needs promtool of Prometheus. Prints what was not checked when it is missing; in CI it fails. */
class PrometheusRulesTest {

    @BeforeAll
    static void requirePromtool() {
        Command.require("the rules and alerts of Prometheus", "promtool", "--version");
    }

    @Test
    void theConfigurationAndItsRulesAreValid() throws Exception {
        Command.Output check = promtool(
                "check",
                "config",
                MonitoringFiles.DIRECTORY.resolve("prometheus.yml").toString());

        assertThat(check.exit()).as(check.text()).isZero();
        assertThat(check.text()).contains("objectives.rules.yml", "alerts.rules.yml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"objectives.test.yml", "alerts.test.yml"})
    void theRulesDoWhatTheirTestsSay(String tests) throws Exception {
        assertSucceeds(tests);
    }

    @Test
    @Tag("nightly")
    void theRulesWithALongHistoryDoWhatTheirTestsSay() throws Exception {
        assertSucceeds("alerts-of-hours.test.yml");
    }

    private static void assertSucceeds(String tests) throws IOException, InterruptedException {
        Command.Output test =
                promtool("test", "rules", MonitoringFiles.TESTS.resolve(tests).toString());

        assertThat(test.exit()).as(test.text()).isZero();
    }

    private static Command.Output promtool(String... arguments) throws IOException, InterruptedException {
        String[] line = new String[arguments.length + 1];
        line[0] = "promtool";
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        return Command.run(Map.of(), line);
    }
}
