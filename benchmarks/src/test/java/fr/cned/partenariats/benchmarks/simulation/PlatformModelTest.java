package fr.cned.partenariats.benchmarks.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PlatformModelTest {

    private static final Costs COSTS = new Costs(
            100,
            100,
            new ReadCost(50, 0),
            new ReadCost(400, 400),
            new Cost(400, 2_000, 0),
            new Cost(400, 5_000, 100),
            new Cost(200, 1_000, 0),
            new Cost(300, 1_000, 100),
            1_000,
            0.05);
    private static final Machines ONE = Machines.one(2);
    private static final Machines MANY = new Machines(false, 2, 2, 4, 4, 4, 4);

    private static Outcome run(Machines machines, Workload workload, long seed) {
        return new PlatformModel(COSTS, machines, workload, seed).run(2, 10);
    }

    @Test
    void everyRequestIsDoneRefusedOrStillThere() {
        for (double rate : new double[] {50, 400, 3_000}) {
            Outcome outcome = run(ONE, Workload.open(rate, 1, 0, 20), 1);

            assertThat(outcome.arrived()).isEqualTo(outcome.done() + outcome.refused() + outcome.unanswered());
            assertThat(outcome.unanswered()).isNotNegative();
            assertThat((double) outcome.arrived()).isCloseTo(rate * 12, within(4 * Math.sqrt(rate * 12)));
        }
    }

    @Test
    void aLoadBelowTheCapacityIsAnsweredCompletely() {
        Outcome outcome = run(ONE, Workload.open(100, 0.1, 0.2, 20), 1);

        assertThat(outcome.refused()).isZero();
        assertThat(outcome.perSecond()).isCloseTo(100, within(12.0));
        assertThat(outcome.p50()).isLessThan(outcome.p99());
        assertThat(outcome.busiest()).isLessThan(0.6);
    }

    @Test
    void aLoadAboveTheCapacityIsRefusedInsteadOfWaitingForEver() {
        Machines oneCoreOfDatabase = new Machines(false, 16, 2, 16, 1, 16, 1);
        Outcome outcome = new PlatformModel(COSTS, oneCoreOfDatabase, Workload.open(6_000, 1, 0, 20), 1).run(10, 10);

        assertThat(outcome.refused()).isPositive();
        assertThat(outcome.batch()).isCloseTo(SimulatedQueue.MOST_AT_ONCE, within(1.0));
        assertThat(outcome.p99()).isLessThan(1_000 * (SimulatedQueue.DEADLINE_SECONDS + 1));
    }

    @Test
    void theSameSeedGivesTheSameOutcome() {
        Workload workload = Workload.registrationsInAClosedLoop(32, 20);
        Outcome first = run(ONE, workload, 5);
        Outcome second = run(ONE, workload, 5);

        assertThat(second).isEqualTo(first);
        assertThat(run(ONE, workload, 6)).isNotEqualTo(first);
    }

    @Test
    void aClosedLoopHasAtMostOneRequestPerConnection() {
        Outcome outcome = run(ONE, Workload.registrationsInAClosedLoop(32, 20), 5);

        assertThat(outcome.unanswered()).isBetween(0L, 32L);
        assertThat(outcome.batch()).isBetween(2.0, 32.0);
        assertThat(outcome.busiest()).isGreaterThan(0.8);
    }

    /** Its batches wait for one row lock, in all instances. */
    @Test
    void moreInstancesDoNotHelpAHotOffering() {
        Workload hot = Workload.registrationsInAClosedLoop(400, 1);
        Outcome one = run(new Machines(false, 8, 1, 8, 8, 8, 1), hot, 3);
        Outcome four = run(new Machines(false, 8, 1, 8, 8, 8, 4), hot, 3);

        assertThat(four.perSecond()).isLessThan(one.perSecond() * 1.2);
        assertThat(four.busiest()).isLessThan(0.9);
    }

    @Test
    void theDatabaseWorksOnForRegistrationsThatAreAnswered() {
        Costs lessAfterwards = new Costs(
                COSTS.generator(),
                COSTS.gateway(),
                COSTS.catalogueRead(),
                COSTS.enrollmentRead(),
                COSTS.service(),
                COSTS.database(),
                new Cost(0, 0, 0),
                COSTS.events(),
                COSTS.commit(),
                COSTS.rest());
        Workload workload = Workload.open(100, 1, 0, 100);
        Outcome less = new PlatformModel(lessAfterwards, MANY, workload, 3).run(2, 10);
        Outcome more = run(MANY, workload, 3);

        double additional =
                more.busy().getOrDefault("database", 0.0) - less.busy().getOrDefault("database", 0.0);
        assertThat(additional).isCloseTo(100 * 1_200e-6 / MANY.database(), within(0.01));
        assertThat(more.p50()).isLessThan(less.p50() + 1);
    }

    @Test
    void partsOnTheirOwnMachinesDoNotWaitForEachOther() {
        Workload workload = Workload.open(300, 0.3, 0.2, 100);
        assertThat(run(MANY, workload, 3).p99())
                .isLessThan(run(ONE, workload, 3).p99());
        assertThat(MANY.cores()).isEqualTo(16);
    }
}
