package fr.cned.partenariats.enrollment.statistics;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The time of a count.
 *
 * @param shown the time that the answer names; never in the future
 * @param day the day whose end counts
 */
record StatisticsMoment(Instant shown, LocalDate day) {

    /** @param asOf the end of this day counts, or now if that is earlier; null means now */
    static StatisticsMoment of(@Nullable LocalDate asOf, Clock clock) {
        Instant now = clock.instant();
        if (asOf == null) {
            return new StatisticsMoment(now, LocalDate.now(clock));
        }
        Instant endOfDay = asOf.plusDays(1).atStartOfDay(clock.getZone()).toInstant();
        return new StatisticsMoment(endOfDay.isAfter(now) ? now : endOfDay, asOf);
    }

    /** Whether the day is not over: all changes count. */
    boolean isPresent(Clock clock) {
        return !day.isBefore(LocalDate.now(clock));
    }
}
