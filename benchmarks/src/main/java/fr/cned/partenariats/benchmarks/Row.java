package fr.cned.partenariats.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
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
        double busiest = Math.max(
                median(ours, Measurement::generatorBusy),
                baseline.isEmpty() ? 0 : median(baseline, Measurement::generatorBusy));
        boolean isVoid = busiest > Measurement.BUSIEST_GENERATOR;
        List<String> remarks = new ArrayList<>();
        if (isVoid) {
            remarks.add(String.format(Locale.ROOT, "void: the generator's core was %.0f %% busy", busiest * 100));
        }
        Stream.of(scenario.remark(), findings).filter(text -> !text.isEmpty()).forEach(remarks::add);
        return new Row(
                scenario.name(),
                scenario.what(),
                scenario.ours() + ": " + gate.metric().text(median(ours, m -> m.of(gate.metric()))),
                gate.needsBaseline()
                        ? scenario.baseline() + ": " + gate.metric().text(median(baseline, m -> m.of(gate.metric())))
                        : "–",
                ratio.text(),
                gate.text(),
                isVoid ? "void" : gate.met(ratio.median()),
                String.join("; ", remarks));
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

    private static double median(List<Measurement> rounds, ToDoubleFunction<Measurement> value) {
        return Ratio.of(rounds.stream().map(value::applyAsDouble).toList()).median();
    }
}
