package fr.cned.partenariats.benchmarks.simulation;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The simulated rentrée on one machine: throughput and latency at rising rates. */
record SimulatedCurve() implements Scenario {

    static final double LONGEST_P99 = 250;

    private static final int CORES = 2;
    private static final int PARTNERS = 100;
    private static final double FIRST_RATE = 10;
    private static final double STEP = 1.4;
    private static final int MOST_STEPS = 20;
    private static final double ANSWERED_AT_LEAST = 0.9;
    private static final int WARM_UP_SECONDS = 5;
    private static final int SECONDS = 30;

    /** The mix of the benchmark "rentree": a tenth registers, two ninths of the reads read enrollments. */
    private static final double REGISTRATIONS = 0.1;

    private static final double ENROLLMENT_READS = 0.2;

    /** A point of the curve. */
    record Point(double rate, Outcome outcome) {

        boolean isHeld() {
            return outcome.p99() <= LONGEST_P99 && outcome.perSecond() >= rate * ANSWERED_AT_LEAST;
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "%.0f/s: %.0f/s answered, p50 %.1f ms, p99 %.1f ms, %.0f %% busy, %.1f registrations a transaction",
                    rate,
                    outcome.perSecond(),
                    outcome.p50(),
                    outcome.p99(),
                    outcome.busiest() * 100,
                    outcome.batch());
        }
    }

    @Override
    public String name() {
        return "simulation";
    }

    @Override
    public String what() {
        return "the simulated rentrée: %d partners, 90 %% reads, 10 %% registrations, %d cores for all"
                .formatted(PARTNERS, CORES);
    }

    @Override
    public String ours() {
        return "highest rate with p99 up to %.0f ms".formatted(LONGEST_P99);
    }

    @Override
    public String remarks() {
        return "simulated with times that registration-parts measured in the run " + Costs.RUN
                + "; the curve is in the output of the command";
    }

    @Override
    public List<Gate> gates() {
        return List.of(Gate.shown(Metric.RATE));
    }

    @Override
    public boolean isLoad() {
        return false;
    }

    @Override
    public int mostRounds() {
        return 1;
    }

    @Override
    public Sides start(Bench bench) {
        return round -> {
            List<Point> curve = curve(round.number());
            curve.forEach(point -> bench.progress().note("  " + point.text()));
            return Measurement.of(
                    Metric.RATE,
                    curve.stream()
                            .filter(Point::isHeld)
                            .mapToDouble(Point::rate)
                            .max()
                            .orElse(0));
        };
    }

    /** Up to the first rate that is not held. */
    static List<Point> curve(long seed) {
        List<Point> points = new ArrayList<>();
        double rate = FIRST_RATE;
        boolean held = true;
        for (int step = 0; held && step < MOST_STEPS; step++) {
            Workload load = Workload.open(rate, REGISTRATIONS, ENROLLMENT_READS, PARTNERS);
            Point point = new Point(
                    rate,
                    new PlatformModel(Costs.MEASURED, Machines.one(CORES), load, seed).run(WARM_UP_SECONDS, SECONDS));
            points.add(point);
            held = point.isHeld();
            rate *= STEP;
        }
        return points;
    }
}
