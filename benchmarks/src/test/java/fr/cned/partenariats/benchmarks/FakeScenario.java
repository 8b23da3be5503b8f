package fr.cned.partenariats.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A scenario without processes, which records its rounds. */
final class FakeScenario implements Scenario {

    final List<String> rounds = new ArrayList<>();
    final List<Integer> seconds = new ArrayList<>();
    private final String name;
    private final List<Gate> gates;
    private final double generatorBusy;

    FakeScenario(String name, List<Gate> gates, double generatorBusy) {
        this.name = name;
        this.gates = gates;
        this.generatorBusy = generatorBusy;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String what() {
        return "Do it";
    }

    @Override
    public String ours() {
        return "we";
    }

    @Override
    public String baseline() {
        return "they";
    }

    @Override
    public List<Gate> gates() {
        return gates;
    }

    @Override
    public Sides start(Bench bench) {
        return new TwoSides(
                round -> measured("A", round, 60), round -> measured("B", round, 100), () -> rounds.add("end"));
    }

    private Measurement measured(String side, Round round, double value) {
        rounds.add(side + round.number());
        seconds.add(round.seconds());
        return new Measurement(
                Map.of(Metric.RATE, value + round.number(), Metric.P50, value, Metric.P99, value), generatorBusy);
    }
}
