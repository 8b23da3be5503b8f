package fr.cned.partenariats.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One line of the report: one gate of one scenario. */
record Row(
        String scenario,
        String what,
        String ours,
        String baseline,
        String ratio,
        String gate,
        String met,
        String remarks) {

    /** @param baseline as many as ours, or none when the gate needs no baseline */
    static Row of(Scenario scenario, Gate gate, List<Measurement> ours, List<Measurement> baseline, String findings) {
        List<Double> scores = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            double other = gate.needsBaseline() ? baseline.get(i).of(gate.metric()) : Double.NaN;
            scores.add(gate.score(ours.get(i).of(gate.metric()), other));
        }
        Ratio ratio = Ratio.of(scores);
        return new Row(
                scenario.name(),
                scenario.what(),
                scenario.ours() + ": " + median(gate.metric(), ours),
                gate.needsBaseline() ? scenario.baseline() + ": " + median(gate.metric(), baseline) : "–",
                ratio.text(),
                gate.text(),
                gate.met(ratio.median()),
                Stream.of(scenario.remark(), findings)
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining("; ")));
    }

    /** @param sentence why there are no figures */
    static Row failed(Scenario scenario, String sentence) {
        return new Row(
                scenario.name(),
                scenario.what(),
                "–",
                "–",
                "–",
                scenario.gates().stream().map(Gate::text).collect(Collectors.joining("; ")),
                "failed",
                "failed: " + sentence);
    }

    private static String median(Metric metric, List<Measurement> rounds) {
        return metric.text(
                Ratio.of(rounds.stream().map(round -> round.of(metric)).toList())
                        .median());
    }
}
