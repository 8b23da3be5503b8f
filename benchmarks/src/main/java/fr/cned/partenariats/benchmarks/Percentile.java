package fr.cned.partenariats.benchmarks;

import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.util.List;

/** Percentiles of measured values. */
public final class Percentile {

    private static final double ALL = 100;

    private Percentile() {}

    /** The smallest value that is not exceeded by so many percent of the values. */
    public static double of(List<Double> values, double percent) {
        if (values.isEmpty()) {
            throw new PlatformFailure("Nothing was measured.");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int index = (int) Math.ceil(sorted.size() * percent / ALL) - 1;
        return sorted.get(Math.max(0, index));
    }
}
