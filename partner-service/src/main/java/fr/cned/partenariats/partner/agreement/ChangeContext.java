package fr.cned.partenariats.partner.agreement;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who changes an agreement, when and why. Every history entry records it.
 *
 * @param at the time of recording, in microseconds as the database stores it
 * @param today the day of {@code at} in the clock's time zone
 */
public record ChangeContext(
        String actor, Instant at, LocalDate today, @Nullable String reason) {

    /** The actor of transitions that happen by date. */
    static final String CALENDAR = "calendar";

    public static ChangeContext by(String actor, Clock clock, @Nullable String reason) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new ChangeContext(actor, now, now.atZone(clock.getZone()).toLocalDate(), reason);
    }

    public static ChangeContext byCalendar(Clock clock) {
        return by(CALENDAR, clock, null);
    }

    /** A change that was planned for a day, which is past when the calendar was late. */
    ChangeContext planned(LocalDate day, @Nullable String why) {
        return new ChangeContext(actor, at, day, why);
    }
}
