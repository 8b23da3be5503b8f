package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.PartnerProblem.DATE_IN_FUTURE;
import static fr.cned.partenariats.partner.PartnerProblem.DATE_OUT_OF_ORDER;
import static fr.cned.partenariats.partner.PartnerProblem.NOT_BEFORE_RENEWAL;

import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What must be so of the days on which something happens to an agreement. */
final class Days {

    private Days() {}

    /** The day from which something holds: not yet to come, and not before what it follows on. */
    static LocalDate inOrder(String pointer, @Nullable LocalDate day, LocalDate earliest, Act act) {
        LocalDate found = day == null ? act.today() : day;
        if (found.isAfter(act.today())) {
            throw Refusal.invalid(new Violation(pointer, DATE_IN_FUTURE));
        }
        if (found.isBefore(earliest)) {
            throw Refusal.invalid(new Violation(pointer, DATE_OUT_OF_ORDER, earliest.toString()));
        }
        return found;
    }

    /** Refuses a signature of which no day can have been yet. */
    static void requirePast(String pointer, @Nullable PartialDate day, Act act) {
        if (day != null && day.first().isAfter(act.today())) {
            throw Refusal.invalid(new Violation(pointer, DATE_IN_FUTURE));
        }
    }

    /** What is wrong when a renewal does not follow on what it renews. */
    static Optional<Violation> renewalFault(@Nullable LocalDate renewedStart, @Nullable LocalDate start) {
        if (renewedStart == null || start == null || start.isAfter(renewedStart)) {
            return Optional.empty();
        }
        return Optional.of(new Violation(
                "/startsOn", DATE_OUT_OF_ORDER, renewedStart.plusDays(1).toString()));
    }

    /** The same, said of what is renewed. */
    static Optional<Violation> renewedFault(@Nullable LocalDate renewedStart, @Nullable LocalDate start) {
        return renewalFault(renewedStart, start)
                .map(fault -> new Violation("/startsOn", NOT_BEFORE_RENEWAL, String.valueOf(start)));
    }
}
