package fr.cned.partenariats.benchmarks;

import fr.cned.partenariats.local.lifecycle.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs the rounds of a scenario: warm-up of both sides, then ours, baseline, ours, baseline and so on. */
final class Runner {

    /** The code is compiled for the most part; what this scenario adds needs a moment. */
    private static final int BRIEF = 3;

    private static final long NANOS = 1_000_000_000L;

    private final Bench bench;
    private final Progress progress;
    private String warm = "";

    Runner(Bench bench, Progress progress) {
        this.bench = bench;
        this.progress = progress;
    }

    List<Row> run(Scenario scenario) {
        Arguments arguments = bench.arguments();
        int rounds = Math.min(arguments.rounds(), scenario.mostRounds());
        boolean comparison = scenario.gates().stream().anyMatch(Gate::needsBaseline);
        List<Measurement> ours = new ArrayList<>();
        List<Measurement> baseline = new ArrayList<>();
        progress.note(scenario.name() + ": " + scenario.what());
        long began = System.nanoTime();
        try (Sides sides = scenario.start(bench)) {
            if (scenario.isLoad()) {
                Round full = new Round(0, arguments.warmUp());
                Round brief = new Round(0, Duration.ofSeconds(Math.max(2, full.seconds() / BRIEF)));
                boolean isWarm = warm.equals(scenario.group());
                sides.ours(isWarm ? brief : full);
                if (comparison) {
                    sides.baseline(isWarm || !scenario.isBaselineJvm() ? brief : full);
                }
                warm = scenario.group();
            }
            for (int number = 1; number <= rounds; number++) {
                Round round = new Round(number, arguments.length());
                ours.add(sides.ours(round));
                if (comparison) {
                    baseline.add(sides.baseline(round));
                }
                progress.note("  round %d: ours %s%s"
                        .formatted(
                                number,
                                values(ours.get(number - 1)),
                                comparison ? ", baseline " + values(baseline.get(number - 1)) : ""));
            }
        }
        progress.note("  took %d s".formatted((System.nanoTime() - began) / NANOS));
        return scenario.gates().stream()
                .map(gate -> Row.of(scenario, gate, ours, baseline))
                .toList();
    }

    /** After a failure, the servers start anew. */
    void forgetWarmUp() {
        warm = "";
    }

    private static String values(Measurement measurement) {
        List<String> texts = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            if (measurement.values().containsKey(metric)) {
                texts.add(metric.text(measurement.of(metric)));
            }
        }
        return String.join(", ", texts);
    }
}
