package fr.cned.partenariats.benchmarks;

import java.util.List;
import java.util.Locale;

/** Median, lowest and highest of the values of all rounds. */
public record Ratio(double median, double lowest, double highest) {

    /** @param values one per round, at least one */
    public static Ratio of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Ratio(median, sorted.get(0), sorted.get(sorted.size() - 1));
    }

    String text() {
        return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", median, lowest, highest);
    }
}
