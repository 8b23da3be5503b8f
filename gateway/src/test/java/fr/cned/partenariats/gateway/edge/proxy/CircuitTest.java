package fr.cned.partenariats.gateway.edge.proxy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.gateway.edge.proxy.Circuit.Call;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CircuitTest {

    private static final int MAX_FAILURES = 3;
    private static final long PERIOD = 1_000;

    /** A monotonic clock may overflow. */
    private long now = Long.MAX_VALUE - PERIOD / 2;

    private final Circuit circuit = new Circuit(MAX_FAILURES, PERIOD, () -> now);

    @Test
    void consecutiveFailuresOpenTheCircuit() {
        fail(MAX_FAILURES - 1);
        assertThat(circuit.isOpen()).isFalse();
        fail(1);
        assertThat(circuit.isOpen()).isTrue();
        assertThat(circuit.tryCall()).as("refused").isNull();
    }

    @Test
    void successBetweenFailuresKeepsTheCircuitClosed() {
        for (int i = 0; i < 5; i++) {
            fail(MAX_FAILURES - 1);
            call().succeeded();
        }
        assertThat(circuit.isOpen()).isFalse();
    }

    @Test
    void undecidedCallNeitherCountsNorClearsTheFailures() {
        fail(MAX_FAILURES - 1);
        call().undecided();
        assertThat(circuit.isOpen()).isFalse();
        fail(1);
        assertThat(circuit.isOpen()).isTrue();
    }

    @Test
    void onlyOneRequestPerPeriodIsAProbe() {
        open();
        now += PERIOD;
        assertThat(circuit.tryCall()).isNotNull();
        assertThat(circuit.tryCall()).isNull();
        now += PERIOD - 1;
        assertThat(circuit.tryCall()).isNull();
        now += 1;
        assertThat(circuit.tryCall()).as("the first probe is still undecided").isNotNull();
    }

    @Test
    void successOfAProbeClosesTheCircuit() {
        open();
        probe().succeeded();
        assertThat(circuit.isOpen()).isFalse();
        assertThat(circuit.tryCall()).isNotNull();
    }

    @Test
    void successOfAProbeThatTakesLongerThanAPeriodClosesTheCircuit() {
        open();
        Call first = probe();
        Call second = probe();
        Call third = probe();
        first.succeeded();
        assertThat(circuit.isOpen()).isFalse();
        second.failed();
        third.failed();
        fail(MAX_FAILURES - 1);
        assertThat(circuit.isOpen()).as("late failures of probes do not count").isFalse();
    }

    @Test
    void lateSuccessOfAnOrdinaryRequestClosesTheCircuit() {
        Call slow = call();
        open();
        slow.succeeded();
        assertThat(circuit.isOpen()).isFalse();
    }

    @Test
    void lateFailureOfAnOrdinaryRequestDoesNotDelayTheNextProbe() {
        Call slow = call();
        open();
        now += PERIOD - 1;
        slow.failed();
        now += 1;
        assertThat(circuit.tryCall()).isNotNull();
    }

    @Test
    void lateFailuresDoNotOpenACircuitThatClosedAgain() {
        List<Call> slow =
                IntStream.range(0, 2 * MAX_FAILURES).mapToObj(i -> call()).toList();
        open();
        probe().succeeded();
        slow.forEach(Call::failed);
        assertThat(circuit.isOpen()).isFalse();
        fail(MAX_FAILURES - 1);
        assertThat(circuit.isOpen()).isFalse();
    }

    @Test
    void failureOfTheLastProbeStartsANewPeriod() {
        open();
        Call probe = probe();
        now += PERIOD / 2;
        probe.failed();
        now += PERIOD - 1;
        assertThat(circuit.tryCall()).isNull();
        now += 1;
        assertThat(circuit.tryCall()).isNotNull();
    }

    @Test
    void failureOfAnEarlierProbeDoesNotDelayTheNextOne() {
        open();
        Call first = probe();
        probe();
        now += PERIOD - 1;
        first.failed();
        now += 1;
        assertThat(circuit.tryCall()).isNotNull();
    }

    @Test
    void undecidedProbeIsFollowedByAnotherAtOnce() {
        open();
        probe().undecided();
        assertThat(circuit.isOpen()).isTrue();
        assertThat(circuit.tryCall()).isNotNull();
        assertThat(circuit.tryCall()).isNull();
    }

    @Test
    void connectionClosesACircuitWithoutTimeouts() {
        open();
        probe().connected();
        assertThat(circuit.isOpen()).isFalse();
    }

    @Test
    void connectionDoesNotCloseACircuitAfterATimeout() {
        call().timedOut();
        fail(MAX_FAILURES - 1);
        probe().connected();
        assertThat(circuit.isOpen()).isTrue();
    }

    @Test
    void successForgetsTimeouts() {
        call().timedOut();
        call().succeeded();
        open();
        probe().connected();
        assertThat(circuit.isOpen()).isFalse();
    }

    @Test
    void connectionsWithoutAnswersLetTheCircuitOpenAgain() {
        open();
        probe().connected();
        for (int i = 0; i < MAX_FAILURES; i++) {
            call().timedOut();
        }
        probe().connected();
        assertThat(circuit.isOpen()).isTrue();
    }

    private void open() {
        fail(MAX_FAILURES);
        assertThat(circuit.isOpen()).isTrue();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            call().failed();
        }
    }

    private Call probe() {
        now += PERIOD;
        return call();
    }

    private Call call() {
        return requireNonNull(circuit.tryCall());
    }
}
