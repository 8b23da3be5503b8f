package fr.cned.partenariats.partner.integration.webhook;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a failed delivery is tried again, and when it is given up. The pause is about as long as the delivery has been
 * tried, so it doubles with each attempt, from 5 seconds up to 3 hours.
 */
final class RetrySchedule {

    static final Duration FIRST = Duration.ofSeconds(5);
    static final Duration LONGEST = Duration.ofHours(3);

    /** How long a delivery is tried, and how long a webhook may fail before it is paused. */
    static final Duration TRIED = Duration.ofHours(24);

    /** The pause varies by this part, so that deliveries that failed together do not come back together. */
    private static final double JITTER = 0.2;

    private RetrySchedule() {}

    /**
     * @param triedSince when the first attempt began. A delivery that waited for its turn did not fail meanwhile
     * @param asked the pause that the receiver asks for; at most {@link #LONGEST} of it is granted
     * @param random at least 0, less than 1
     */
    static Instant next(Instant now, Instant triedSince, Duration asked, double random) {
        long tried = Duration.between(triedSince, now).toMillis();
        double pause = Math.max(FIRST.toMillis(), Math.min(tried, LONGEST.toMillis()));
        double granted = Math.min(asked.toMillis(), LONGEST.toMillis());
        double varied = Math.max(pause * (1 - JITTER + 2 * JITTER * random), granted * (1 + JITTER * random));
        return now.plusMillis((long) varied);
    }

    /**
     * A delivery is given up only when the receiver has accepted another one meanwhile. A receiver that accepts none
     * pauses the webhook instead, and its deliveries wait.
     */
    static boolean isOver(Instant now, Instant triedSince, @Nullable Instant lastSuccess) {
        return lastSuccess != null && lastSuccess.isAfter(triedSince) && !now.isBefore(triedSince.plus(TRIED));
    }

    static boolean pauses(Instant now, @Nullable Instant failingSince) {
        return failingSince != null && !now.isBefore(failingSince.plus(TRIED));
    }
}
