package fr.cned.partenariats.local.lifecycle;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Polls for a condition outside this JVM. */
public final class Await {

    private static final long EVERY_MILLIS = 50;
    /** Ends the wait for a part that logs the same failure again and again. */
    public static final Duration LONGEST_START = Duration.ofMinutes(20);

    private Await() {}

    /** @return whether the condition became true in time */
    public static boolean quietly(BooleanSupplier condition, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() >= end) {
                return false;
            }
            try {
                Thread.sleep(EVERY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /**
     * Waits until a part is ready, as long as it makes progress: its log grows, or it computes. Fails with the end of its
     * log when it ends first, and when it made no progress for a time.
     */
    public static void ready(ManagedProcess process, BooleanSupplier ready, Duration idle) {
        Silence silence = new Silence(process, idle);
        quietly(() -> !process.isAlive() || ready.getAsBoolean() || silence.isTooLong(), LONGEST_START);
        if (Thread.currentThread().isInterrupted()) {
            throw new PlatformFailure("The start of " + process.name() + " was interrupted.");
        }
        if (!process.isAlive()) {
            throw new PlatformFailure(process.name() + " ended while it started" + process.endOfLog());
        }
        if (!ready.getAsBoolean()) {
            throw new PlatformFailure(process.name() + " was not ready and made no progress for " + idle.toSeconds()
                    + " s" + process.endOfLog());
        }
    }

    /** How long a process has neither logged nor computed. */
    private static final class Silence {

        private final ManagedProcess process;
        private final Duration most;
        private ManagedProcess.Activity last;
        private long since = System.nanoTime();

        Silence(ManagedProcess process, Duration most) {
            this.process = process;
            this.most = most;
            this.last = process.activity();
        }

        boolean isTooLong() {
            ManagedProcess.Activity now = process.activity();
            if (now.isProgressSince(last)) {
                last = now;
                since = System.nanoTime();
            }
            return System.nanoTime() - since > most.toNanos();
        }
    }
}
