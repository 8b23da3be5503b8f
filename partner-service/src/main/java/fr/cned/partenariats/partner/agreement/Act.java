package fr.cned.partenariats.partner.agreement;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who does something to an agreement, when and why: what each line of its history says.
 *
 * @param at when it is recorded, to the microsecond that the database keeps
 * @param today the French day of {@code at}
 */
record Act(
        String actor, Instant at, LocalDate today, @Nullable String reason) {

    /** What the calendar does is done by nobody. */
    static final String CALENDAR = "calendar";

    static Act by(String actor, Clock clock, @Nullable String reason) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new Act(actor, now, now.atZone(clock.getZone()).toLocalDate(), reason);
    }

    static Act byCalendar(Clock clock) {
        return by(CALENDAR, clock, null);
    }
}
