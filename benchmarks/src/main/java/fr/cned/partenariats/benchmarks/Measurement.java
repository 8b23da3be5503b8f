package fr.cned.partenariats.benchmarks;

import java.util.EnumMap;
import java.util.Map;

/**
 * What one side of a scenario reached in one round.
 *
 * @param generatorBusy the part of its core that the load generator used, from 0 to 1; 0 when no generator ran or
 *     when the values do not depend on it
 */
public record Measurement(Map<Metric, Double> values, double generatorBusy) {

    /** Above this, the generator and not the server decides how fast the load is. */
    public static final double BUSIEST_GENERATOR = 0.8;

    public Measurement {
        values = Map.copyOf(values);
    }

    public static Measurement of(Metric metric, double value) {
        return new Measurement(Map.of(metric, value), 0);
    }

    /** The values of both. The generator was as busy as in the busier one. */
    public Measurement and(Measurement other) {
        Map<Metric, Double> both = new EnumMap<>(Metric.class);
        both.putAll(values);
        both.putAll(other.values);
        return new Measurement(both, Math.max(generatorBusy, other.generatorBusy));
    }

    public double of(Metric metric) {
        Double value = values.get(metric);
        if (value == null) {
            throw new IllegalStateException("This round did not measure " + metric + ".");
        }
        return value;
    }
}
