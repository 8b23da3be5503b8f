package fr.cned.partenariats.commons.base.database;

import fr.cned.partenariats.commons.base.problem.DatabaseFailures;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The pauses between the attempts of one piece of work. Each is about twice as long as the last one, up to a limit. */
public final class Backoff {

    private final int longestMillis;
    private int millis;

    public Backoff(int firstMillis, int longestMillis) {
        this.millis = firstMillis;
        this.longestMillis = longestMillis;
    }

    /** The result of work that is repeated when it loses a race for rows. Runs it at most so many times. */
    public static <T> T repeated(int attempts, Supplier<T> work) {
        Backoff backoff = new Backoff(20, 300);
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (RuntimeException e) {
                if (attempt == attempts || !DatabaseFailures.isConcurrentChange(e)) {
                    throw e;
                }
            }
            backoff.pause();
        }
    }

    /** The next pause, shortened at random by up to a half: two that collided should not collide again. */
    public int nextMillis() {
        int jittered = ThreadLocalRandom.current().nextInt(millis / 2, millis + 1);
        millis = Math.min(2 * millis, longestMillis);
        return jittered;
    }

    public void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(nextMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted between two attempts", e);
        }
    }
}
