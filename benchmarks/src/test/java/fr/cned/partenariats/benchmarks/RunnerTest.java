package fr.cned.partenariats.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.local.lifecycle.Progress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunnerTest {

    private static List<Row> run(FakeScenario scenario) {
        Arguments arguments = Arguments.of(List.of("--rounds", "3"));
        try (Bench bench = new Bench(Path.of("target"), arguments, Progress.silent())) {
            return new Runner(bench).run(scenario.scenario);
        }
    }

    @Test
    void roundsAlternateAfterTheWarmUpOfBothSides() {
        FakeScenario scenario = new FakeScenario(Gate.ratioAtLeast(Metric.RATE, 0.5, 0.9));

        run(scenario);

        assertThat(scenario.rounds).containsExactly("A0", "B0", "A1", "B1", "A2", "B2", "A3", "B3", "end");
    }

    @Test
    void aScenarioWithoutABaselineRunsOnlyOurSide() {
        FakeScenario scenario = new FakeScenario(Gate.oursAtMost(Metric.P95, 100), Gate.oursAtLeast(Metric.P99, 100));

        List<Row> rows = run(scenario);

        assertThat(scenario.rounds).containsExactly("A0", "A1", "A2", "A3", "end");
        assertThat(rows).extracting(Row::met).containsExactly("yes", "no");
        assertThat(rows).extracting(Row::baseline).containsOnly("–");
        assertThat(rows)
                .extracting(Row::remarks)
                .as("of all rounds, before the end")
                .containsOnly("4 rounds");
    }

    @Test
    void eachGateIsARowWithTheMedianOfItsPairs() {
        List<Row> rows = run(new FakeScenario(
                Gate.ratioAtLeast(Metric.RATE, 0.5, 0.55),
                Gate.ratioAtLeast(Metric.RATE, 0.5, 0.9),
                Gate.ratioAtLeast(Metric.RATE, 0.8, 0.9),
                Gate.tailAtMost(Metric.P99)));

        assertThat(rows).extracting(Row::met).containsExactly("stretch", "yes", "no", "yes");
        assertThat(rows.get(0).ratio()).isEqualTo("0.61 (0.60–0.61)");
        assertThat(rows.get(0).ours()).isEqualTo("we: 62 requests/s");
        assertThat(rows.get(0).baseline()).isEqualTo("they: 102 requests/s");
        assertThat(rows.get(0).gate()).isEqualTo("≥ 0.50 (0.55)");
    }

    @Test
    void scenariosOfAGroupShareTheWarmUp() {
        FakeScenario first = new FakeScenario(Gate.ratioAtLeast(Metric.RATE, 0.5, 0.9));
        FakeScenario second = new FakeScenario(Gate.ratioAtLeast(Metric.RATE, 0.5, 0.9));
        Arguments arguments = Arguments.of(List.of("--rounds", "1", "--seconds", "8", "--warm-up", "15"));

        try (Bench bench = new Bench(Path.of("target"), arguments, Progress.silent())) {
            Runner runner = new Runner(bench);
            runner.run(first.scenario);
            runner.run(second.scenario);
        }

        assertThat(first.seconds).containsExactly(15, 5, 8, 8);
        assertThat(second.seconds).containsExactly(5, 5, 8, 8);
    }

    @Test
    void aLongWarmUpHasPartsThatATokenOutlives() {
        FakeScenario scenario = new FakeScenario(Gate.oursAtMost(Metric.P95, 100));
        Arguments arguments = Arguments.of(List.of("--rounds", "1", "--seconds", "8", "--warm-up", "250"));

        try (Bench bench = new Bench(Path.of("target"), arguments, Progress.silent())) {
            new Runner(bench).run(scenario.scenario);
        }

        assertThat(scenario.seconds).containsExactly(100, 100, 50, 8);
    }

    @Test
    void aFailedScenarioIsARowWithItsCause() {
        Row row =
                Row.failed(new FakeScenario(Gate.ratioAtLeast(Metric.RATE, 0.5, 0.9)).scenario, "nginx was not found");

        assertThat(row.met()).isEqualTo("failed");
        assertThat(row.remarks()).isEqualTo("failed: nginx was not found");
        assertThat(row.gate()).isEqualTo("≥ 0.50 (0.90)");
    }
}
