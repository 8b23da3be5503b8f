package fr.cned.partenariats.local.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something outside this JVM, which can only be asked. */
public final class Await {

    private static final long EVERY_MILLIS = 50;

    private Await() {}

    /** Whether the condition became true in time. */
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

    /** Waits until a part is ready; a part that ended meanwhile, or never is, fails with the end of its log. */
    public static void ready(ManagedProcess process, BooleanSupplier ready, Duration atMost) {
        boolean known = quietly(() -> !process.isAlive() || ready.getAsBoolean(), atMost);
        if (Thread.currentThread().isInterrupted()) {
            throw new PlatformFailure(process.name() + " was interrupted while it started");
        }
        if (!process.isAlive()) {
            throw new PlatformFailure(process.name() + " ended while it started" + process.whatItSaid());
        }
        if (!known) {
            throw new PlatformFailure(
                    process.name() + " was not ready after " + atMost.toSeconds() + " s" + process.whatItSaid());
        }
    }
}
