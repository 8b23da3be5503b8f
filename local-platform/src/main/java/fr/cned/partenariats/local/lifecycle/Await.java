package fr.cned.partenariats.local.lifecycle;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Polls for a condition outside this JVM. */
public final class Await {

    private static final long EVERY_MILLIS = 50;
    /** For a part that starts on a busy machine. */
    public static final Duration LONGEST_START = Duration.ofMinutes(10);

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

    /** Waits until a part is ready. Fails with the end of its log when it ends first or is not ready in time. */
    public static void ready(ManagedProcess process, BooleanSupplier ready, Duration atMost) {
        boolean isReady = quietly(() -> !process.isAlive() || ready.getAsBoolean(), atMost);
        if (Thread.currentThread().isInterrupted()) {
            throw new PlatformFailure("The start of " + process.name() + " was interrupted.");
        }
        if (!process.isAlive()) {
            throw new PlatformFailure(process.name() + " ended while it started" + process.endOfLog());
        }
        if (!isReady) {
            throw new PlatformFailure(
                    process.name() + " was not ready after " + atMost.toSeconds() + " s" + process.endOfLog());
        }
    }
}
