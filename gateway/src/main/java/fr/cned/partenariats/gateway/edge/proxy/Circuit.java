package fr.cned.partenariats.gateway.edge.proxy;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker of one service. Consecutive failures open it. While it is open, one request per period passes as
 * a probe. A success of any request closes it, whenever the answer arrives. A connection is enough if no request timed
 * out: the first answers of a service that has just started take seconds. A failure that arrives late changes nothing:
 * only a failure of the last probe starts a new period.
 */
final class Circuit {

    private final int maxFailures;
    private final long periodNanos;
    private final LongSupplier clock;

    private volatile boolean open;
    private volatile int failures;
    /** Whether one of the failures is a timeout. */
    private boolean timedOut;
    /** Changes when the circuit opens or closes. A failure counts only in the epoch in which its request began. */
    private int epoch;
    /** The last probe, or null if the next request may be a probe after {@link #probeAt}. */
    private @Nullable Call probe;

    private long probeAt;

    /**
     * @param maxFailures consecutive failures that open the circuit
     * @param periodNanos the time between two probes
     * @param clock the monotonic time in nanoseconds
     */
    Circuit(int maxFailures, long periodNanos, LongSupplier clock) {
        this.maxFailures = maxFailures;
        this.periodNanos = periodNanos;
        this.clock = clock;
    }

    /** One request to the service. The caller reports its result exactly once. */
    final class Call {

        private final int beganIn;

        private Call(int beganIn) {
            this.beganIn = beganIn;
        }

        void succeeded() {
            if (open || failures > 0) {
                close();
            }
        }

        /** The request has a connection to the service. */
        void connected() {
            if (open) {
                closeUnlessTimedOut(this);
            }
        }

        /** The service could not be reached, or closed the connection. */
        void failed() {
            fail(this, false);
        }

        /** The service was reached and did not answer in time. */
        void timedOut() {
            fail(this, true);
        }

        /** The request ended for a reason that says nothing about the service, such as a disconnect of the client. */
        void undecided() {
            release(this);
        }
    }

    /** Returns the call to report the result to, or null if the circuit is open and the request must be refused. */
    synchronized @Nullable Call tryCall() {
        if (!open) {
            return new Call(epoch);
        }
        long now = clock.getAsLong();
        if (now - probeAt < 0) {
            return null;
        }
        probeAt = now + periodNanos;
        probe = new Call(epoch);
        return probe;
    }

    boolean isOpen() {
        return open;
    }

    private synchronized void close() {
        failures = 0;
        timedOut = false;
        probe = null;
        if (open) {
            open = false;
            epoch++;
        }
    }

    private synchronized void closeUnlessTimedOut(Call call) {
        if (!timedOut && call.beganIn == epoch) {
            close();
        }
    }

    private synchronized void fail(Call call, boolean byTimeout) {
        if (call.beganIn != epoch) {
            return;
        }
        timedOut |= byTimeout;
        if (!open) {
            failures++;
            if (failures >= maxFailures) {
                open = true;
                epoch++;
                probeAt = clock.getAsLong() + periodNanos;
            }
        } else if (call.equals(probe)) {
            probe = null;
            probeAt = clock.getAsLong() + periodNanos;
        }
    }

    /** The next request may be a probe at once: the last one decided nothing. */
    private synchronized void release(Call call) {
        if (open && call.equals(probe)) {
            probe = null;
            probeAt = clock.getAsLong();
        }
    }
}
