package fr.cned.partenariats.gateway.edge.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;

/** Locks a key out for a fixed time after repeated failures. The map of keys is bounded. */
final class Lockout {

    private final Cache<String, Failures> failing;
    private final int maxFailures;
    private final long withinMillis;
    private final long lastsMillis;
    private final Clock clock;

    /**
     * Creates a lockout.
     *
     * @param maxFailures failures that lock a key out
     * @param within period in which the failures are counted
     */
    Lockout(int maxFailures, Duration within, Duration lasts, int maxKeys, Clock clock) {
        this.failing = Caffeine.newBuilder()
                .maximumSize(maxKeys)
                .expireAfterWrite(within.plus(lasts))
                .ticker(() -> clock.millis() * 1_000_000)
                .executor(Runnable::run)
                .build();
        this.maxFailures = maxFailures;
        this.withinMillis = within.toMillis();
        this.lastsMillis = lasts.toMillis();
        this.clock = clock;
    }

    long remainingMillis(String key) {
        Failures failures = failing.getIfPresent(key);
        return failures == null ? 0 : Math.max(0, failures.lockedUntil() - clock.millis());
    }

    /** Counts a failure. Returns true if this failure starts a lockout. */
    boolean recordFailure(String key) {
        long now = clock.millis();
        Failures failures = failing.asMap()
                .compute(
                        key,
                        (sameKey, before) -> before == null || isOver(before, now)
                                ? next(new Failures(now, 0, 0), now)
                                : next(before, now));
        return failures.count() == maxFailures;
    }

    /** The time in which the failures count, or the lockout that they caused. */
    private boolean isOver(Failures failures, long now) {
        return failures.lockedUntil() == 0 ? now - failures.since() > withinMillis : now >= failures.lockedUntil();
    }

    private Failures next(Failures before, long now) {
        int count = before.count() + 1;
        long lockedUntil = count == maxFailures ? now + lastsMillis : before.lockedUntil();
        return new Failures(before.since(), count, lockedUntil);
    }

    private record Failures(long since, int count, long lockedUntil) {}
}
