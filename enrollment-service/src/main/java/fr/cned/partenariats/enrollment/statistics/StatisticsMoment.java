package fr.cned.partenariats.enrollment.statistics;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The time of a count.
 *
 * @param day the day whose end counts; today for a count of the present
 * @param end the end of the day that was asked for
 */
record StatisticsMoment(LocalDate day, Instant end) {

    /** @param asOf null means now */
    static StatisticsMoment of(@Nullable LocalDate asOf, Clock clock) {
        return asOf == null
                ? new StatisticsMoment(LocalDate.now(clock), Instant.MAX)
                : new StatisticsMoment(
                        asOf, asOf.plusDays(1).atStartOfDay(clock.getZone()).toInstant());
    }

    /** The time that an answer names: what happened later is not counted. */
    Instant shown(Instant lastCounted) {
        return end.isBefore(lastCounted) ? end : lastCounted;
    }
}
