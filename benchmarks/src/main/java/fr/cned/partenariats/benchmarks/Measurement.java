package fr.cned.partenariats.benchmarks;

import java.util.EnumMap;
import java.util.Map;

/** What one side of a scenario reached in one round. */
public record Measurement(Map<Metric, Double> values) {

    public Measurement {
        values = Map.copyOf(values);
    }

    public static Measurement of(Metric metric, double value) {
        return new Measurement(Map.of(metric, value));
    }

    public Measurement and(Metric metric, double value) {
        Map<Metric, Double> both = new EnumMap<>(values);
        both.put(metric, value);
        return new Measurement(both);
    }

    public double of(Metric metric) {
        Double value = values.get(metric);
        if (value == null) {
            throw new IllegalStateException("This round did not measure " + metric + ".");
        }
        return value;
    }
}
