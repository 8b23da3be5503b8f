package fr.cned.partenariats.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A scenario without processes, which records its rounds. */
final class FakeScenario {

    final List<String> rounds = new ArrayList<>();
    final List<Integer> seconds = new ArrayList<>();
    final Scenario scenario;

    FakeScenario(Gate... gates) {
        this("one", gates);
    }

    FakeScenario(String name, Gate... gates) {
        this.scenario = Scenario.named(name, "Do it")
                .ours("we")
                .baseline("they")
                .gates(gates)
                .setup(bench -> Sides.of(round -> measured("A", round, 60), round -> measured("B", round, 100))
                        .findings(() -> rounds.size() + " rounds")
                        .atTheEnd(() -> rounds.add("end")));
    }

    private Measurement measured(String side, Round round, double value) {
        rounds.add(side + round.number());
        seconds.add(round.seconds());
        return new Measurement(Map.of(Metric.RATE, value + round.number(), Metric.P95, value, Metric.P99, value));
    }
}
