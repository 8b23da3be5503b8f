package fr.cned.partenariats.benchmarks.simulation;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.TwoSides;
import java.util.List;

/**
 * The simulated rate of registrations on one machine against the measured one, which docs/benchmarks.md has.
 *
 * @param measured the benchmark
 * @param agreements over which it spreads its registrations
 * @param costs with as many enrollments as it has
 */
record SimulatedRate(String measured, int agreements, Costs costs) implements Scenario {

    private static final int CORES = 2;
    private static final int CONNECTIONS = 32;
    private static final double DEVIATION = 0.15;

    /** One gate for each side. */
    static final List<Gate> WITHIN_FIFTEEN_PERCENT = List.of(
            Gate.ratioAtLeast(Metric.RATE, 1 - DEVIATION, 1 - DEVIATION),
            Gate.ratioAtMost(Metric.RATE, 1 + DEVIATION, 1 + DEVIATION));

    private static final int WARM_UP_SECONDS = 5;
    private static final int SECONDS = 60;

    @Override
    public String name() {
        return "simulation-" + measured;
    }

    @Override
    public String what() {
        return "the simulation of %s: %d connections, %d cores for all".formatted(measured, CONNECTIONS, CORES);
    }

    @Override
    public String ours() {
        return "simulated";
    }

    @Override
    public String baseline() {
        return "measured, on this page";
    }

    @Override
    public String remarks() {
        return "simulated with times that registration-parts measured with as many enrollments, see Costs";
    }

    @Override
    public List<Gate> gates() {
        return WITHIN_FIFTEEN_PERCENT;
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
                round -> Measurement.of(Metric.RATE, simulate(round.number()).perSecond()),
                round -> Measurement.of(Metric.RATE, MeasuredRow.requestsPerSecond(bench, measured)),
                () -> {});
    }

    Outcome simulate(long seed) {
        return new PlatformModel(
                        costs, Machines.one(CORES), Workload.registrationsInAClosedLoop(CONNECTIONS, agreements), seed)
                .run(WARM_UP_SECONDS, SECONDS);
    }
}
