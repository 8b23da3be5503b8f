package fr.cned.partenariats.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs the rounds of a scenario: warm-up of both sides, then ours, baseline, ours, baseline and so on. */
final class Runner {

    /** The code is compiled for the most part; what this scenario adds needs a moment. */
    private static final int BRIEF = 3;

    /** A load does not renew its tokens, which may be three minutes old and expire after five. */
    private static final Duration LONGEST_LOAD = Duration.ofSeconds(100);

    private static final long NANOS = 1_000_000_000L;

    private final Bench bench;
    private String warm = "";

    Runner(Bench bench) {
        this.bench = bench;
    }

    List<Row> run(Scenario scenario) {
        Arguments arguments = bench.arguments();
        boolean comparison = scenario.gates().stream().anyMatch(Gate::needsBaseline);
        List<Measurement> ours = new ArrayList<>();
        List<Measurement> baseline = new ArrayList<>();
        bench.note(scenario.name() + ": " + scenario.what());
        long began = System.nanoTime();
        String findings;
        try (Sides sides = scenario.setup().apply(bench)) {
            if (scenario.isLoad()) {
                Duration full = arguments.warmUp();
                Duration brief = Duration.ofSeconds(Math.max(1, full.toSeconds() / BRIEF));
                boolean isWarm = warm.equals(scenario.group());
                warmUp(isWarm ? brief : full, sides::ours);
                if (comparison) {
                    warmUp(brief, sides::baseline);
                }
                warm = scenario.group();
            }
            for (int number = 1; number <= arguments.rounds(); number++) {
                Round round = new Round(number, arguments.length());
                ours.add(sides.ours(round));
                if (comparison) {
                    baseline.add(sides.baseline(round));
                }
                bench.note("  round %d: ours %s%s"
                        .formatted(
                                number,
                                values(ours.get(number - 1)),
                                comparison ? ", baseline " + values(baseline.get(number - 1)) : ""));
            }
            findings = sides.findings();
        }
        bench.note("  took %d s".formatted((System.nanoTime() - began) / NANOS));
        return scenario.gates().stream()
                .map(gate -> Row.of(scenario, gate, ours, baseline, findings))
                .toList();
    }

    private static void warmUp(Duration length, Consumer<Round> side) {
        Duration left = length;
        while (left.compareTo(LONGEST_LOAD) > 0) {
            side.accept(new Round(0, LONGEST_LOAD));
            left = left.minus(LONGEST_LOAD);
        }
        side.accept(new Round(0, left));
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
