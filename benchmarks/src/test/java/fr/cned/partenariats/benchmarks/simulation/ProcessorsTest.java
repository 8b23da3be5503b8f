package fr.cned.partenariats.benchmarks.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleSupplier;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ProcessorsTest {

    private static final double SERVICE = 1_000;
    private static final int JOBS = 400_000;

    private final Timeline timeline = new Timeline();
    private final Random random = new Random(7);
    private double sojourn;

    /** The mean time from arrival to end, with random arrivals that keep a core busy for this share of the time. */
    private double meanSojourn(double load, double slice, DoubleSupplier service) {
        Processors core = new Processors(timeline, 1, slice);
        double at = 0;
        for (int i = 0; i < JOBS; i++) {
            at += exponential(SERVICE / load);
            timeline.after(at, () -> {
                double arrived = timeline.now();
                core.run(service.getAsDouble(), () -> sojourn += timeline.now() - arrived);
            });
        }
        timeline.runUntil(at * 2);
        assertThat(core.busy() / at).isCloseTo(load, within(0.01));
        return sojourn / JOBS;
    }

    private double exponential(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    @Test
    void randomServiceTimesGiveTheMeanOfMm1() {
        double load = 0.7;
        assertThat(meanSojourn(load, Double.POSITIVE_INFINITY, () -> exponential(SERVICE)))
                .isCloseTo(SERVICE / (1 - load), Percentage.withPercentage(3));
    }

    @Test
    void equalServiceTimesGiveTheMeanOfMd1() {
        double load = 0.8;
        assertThat(meanSojourn(load, Double.POSITIVE_INFINITY, () -> SERVICE))
                .isCloseTo(SERVICE * (1 + load / (2 * (1 - load))), Percentage.withPercentage(3));
    }

    /** Processor sharing has the mean of M/M/1 for every distribution of service times, also for equal ones. */
    @Test
    void shortSlicesShareTheCore() {
        double load = 0.7;
        assertThat(meanSojourn(load, SERVICE / 20, () -> SERVICE))
                .isCloseTo(SERVICE / (1 - load), Percentage.withPercentage(5));
    }

    @Test
    void twoCoresRunTwoJobsAtOnceAndTheThirdWaits() {
        Processors cores = new Processors(timeline, 2, Double.POSITIVE_INFINITY);
        double[] ends = new double[3];
        for (int i = 0; i < ends.length; i++) {
            int job = i;
            cores.run(SERVICE, () -> ends[job] = timeline.now());
        }

        timeline.runUntil(10 * SERVICE);

        assertThat(ends).containsExactly(SERVICE, SERVICE, 2 * SERVICE);
    }
}
