package fr.cned.partenariats.enrollment.privacy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;

/**
 * How long the data of a student are kept. An erasure is due when the person has been inactive for the whole period. The
 * last activity is the end of its last enrollment, or its registration when it has none. A person with a live enrollment
 * is active.
 */
record Retention(Period period, ZoneId zone) {

    Retention {
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("enrollment.retention.period must be positive: " + period);
        }
    }

    /** The first day on which the erasure is due. */
    LocalDate dueOn(Instant lastActiveAt) {
        LocalDate lastDay = LocalDate.ofInstant(lastActiveAt, zone);
        LocalDate due = lastDay.plus(period);
        // 29 February plus a year is 28 February, and minus a year is the day before
        return due.minus(period).isBefore(lastDay) ? due.plusDays(1) : due;
    }

    /** On the day, the erasures of persons whose last activity was before this instant are due. */
    Instant inactiveSince(LocalDate day) {
        return day.minus(period).plusDays(1).atStartOfDay(zone).toInstant();
    }
}
