package fr.cned.partenariats.benchmarks;

import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The two sides of a scenario that has started. The rounds alternate between them. */
public final class Sides implements AutoCloseable {

    private final Function<Round, Measurement> ours;
    private final Function<Round, Measurement> baseline;
    private Supplier<String> findings = () -> "";
    private Runnable end = () -> {};

    private Sides(Function<Round, Measurement> ours, Function<Round, Measurement> baseline) {
        this.ours = ours;
        this.baseline = baseline;
    }

    /** For gates that need no baseline. */
    public static Sides of(Function<Round, Measurement> ours) {
        return new Sides(ours, round -> {
            throw new IllegalStateException("The gates need no baseline.");
        });
    }

    public static Sides of(Function<Round, Measurement> ours, Function<Round, Measurement> baseline) {
        return new Sides(ours, baseline);
    }

    /** Both sides measure one value. */
    public static Sides of(Metric metric, ToDoubleFunction<Round> ours, ToDoubleFunction<Round> baseline) {
        return new Sides(
                round -> Measurement.of(metric, ours.applyAsDouble(round)),
                round -> Measurement.of(metric, baseline.applyAsDouble(round)));
    }

    /** A remark for the report that is known after the rounds. */
    public Sides findings(Supplier<String> text) {
        findings = text;
        return this;
    }

    /** Ends what the scenario has started. */
    public Sides atTheEnd(Runnable action) {
        end = action;
        return this;
    }

    Measurement ours(Round round) {
        return ours.apply(round);
    }

    Measurement baseline(Round round) {
        return baseline.apply(round);
    }

    String findings() {
        return findings.get();
    }

    @Override
    public void close() {
        end.run();
    }
}
