package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.partner.Disclosure;
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

    /** Only the Cned's officers and the calendar act on agreements; other callers read no officer's name. */
    static String actorAsSeenBy(Caller caller, String actor) {
        return Disclosure.showsStaff(caller) || actor.equals(CALENDAR) ? actor : Disclosure.CNED;
    }

    static Act by(String actor, Clock clock, @Nullable String reason) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new Act(actor, now, now.atZone(clock.getZone()).toLocalDate(), reason);
    }

    static Act byCalendar(Clock clock) {
        return by(CALENDAR, clock, null);
    }
}
