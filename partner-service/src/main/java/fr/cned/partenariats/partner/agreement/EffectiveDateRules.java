package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.PartnerProblem.DATE_IN_FUTURE;
import static fr.cned.partenariats.partner.PartnerProblem.DATE_NOT_IN_FUTURE;
import static fr.cned.partenariats.partner.PartnerProblem.DATE_OUT_OF_ORDER;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.partner.agreement.terms.PartialDate;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Rules for the days from which changes are effective. */
final class EffectiveDateRules {

    private EffectiveDateRules() {}

    /**
     * The day from which a change is effective: today when the request names none.
     *
     * @param earliest the day from which the current state or terms are effective
     * @throws Refusal when the day is in the future or before {@code earliest}
     */
    static LocalDate resolve(String pointer, @Nullable LocalDate day, LocalDate earliest, ChangeContext context) {
        LocalDate resolved = day == null ? context.today() : day;
        if (resolved.isAfter(context.today())) {
            throw Refusal.invalid(new Violation(pointer, DATE_IN_FUTURE));
        }
        if (resolved.isBefore(earliest)) {
            throw Refusal.invalid(new Violation(pointer, DATE_OUT_OF_ORDER, earliest.toString()));
        }
        return resolved;
    }

    /** Refuses a day that cannot be planned for: today and every earlier day. */
    static void requireInFuture(String pointer, LocalDate day, ChangeContext context) {
        if (!day.isAfter(context.today())) {
            throw Refusal.invalid(new Violation(pointer, DATE_NOT_IN_FUTURE));
        }
    }

    /** Refuses a signature date whose whole period is in the future. */
    static void requireNotInFuture(String pointer, @Nullable PartialDate day, ChangeContext context) {
        if (day != null && day.first().isAfter(context.today())) {
            throw Refusal.invalid(new Violation(pointer, DATE_IN_FUTURE));
        }
    }

    /**
     * The first day on which an agreement was certainly signed: the last day of the partial date, but not after the day
     * from which the agreement is in force.
     *
     * @param on null when the date is unknown
     */
    static LocalDate signatureDay(@Nullable PartialDate on, @Nullable LocalDate startsOn, LocalDate today) {
        LocalDate started = startsOn == null || startsOn.isAfter(today) ? null : startsOn;
        if (on == null) {
            return started == null ? today : started;
        }
        LocalDate latest = on.last().isAfter(today) ? today : on.last();
        if (started == null || started.isAfter(latest)) {
            return latest;
        }
        return started.isBefore(on.first()) ? on.first() : started;
    }
}
