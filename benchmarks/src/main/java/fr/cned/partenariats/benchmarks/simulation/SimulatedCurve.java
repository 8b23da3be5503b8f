package fr.cned.partenariats.benchmarks.simulation;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Ramp;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.TwoSides;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The simulated rentrée on one machine: throughput and latency at rising rates. */
record SimulatedCurve() implements Scenario {

    static final double LONGEST_P99 = 250;

    private static final int CORES = 2;
    private static final int PARTNERS = 100;
    private static final double FIRST_RATE = 100;
    private static final double STEP = 1.4;
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
        return "simulation-rentree";
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
    public String baseline() {
        return "measured, on this page";
    }

    @Override
    public String remarks() {
        return "simulated with times of rentree-parts and registration-parts, see Costs; the curve is in the output of the"
                + " command";
    }

    @Override
    public List<Gate> gates() {
        return SimulatedRate.WITHIN_FIFTEEN_PERCENT;
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
        return new TwoSides(
                round -> {
                    List<Point> curve = curve(round.number());
                    curve.forEach(point -> bench.progress().note("  " + point.text()));
                    return Measurement.of(Metric.RATE, highestHeld(curve));
                },
                round -> Measurement.of(Metric.RATE, MeasuredRow.requestsPerSecond(bench, "rentree")),
                () -> {});
    }

    private static double highestHeld(List<Point> curve) {
        return curve.stream()
                .filter(Point::isHeld)
                .mapToDouble(Point::rate)
                .max()
                .orElse(0);
    }

    /** As the benchmark rentree searches. */
    static List<Point> curve(long seed) {
        List<Point> points = new ArrayList<>();
        Ramp ramp = new Ramp(FIRST_RATE, STEP);
        while (!ramp.hasEnded()) {
            Workload load = Workload.open(ramp.rate(), REGISTRATIONS, ENROLLMENT_READS, PARTNERS);
            Point point = new Point(
                    ramp.rate(),
                    new PlatformModel(Costs.RENTREE, Machines.one(CORES), load, seed).run(WARM_UP_SECONDS, SECONDS));
            points.add(point);
            ramp.next(point.isHeld());
        }
        return points;
    }
}
