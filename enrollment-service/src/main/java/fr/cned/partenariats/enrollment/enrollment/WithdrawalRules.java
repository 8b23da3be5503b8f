package fr.cned.partenariats.enrollment.enrollment;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.DATE_OUTSIDE_OFFERING;

import fr.cned.partenariats.commons.base.problem.Refusal;
import java.time.LocalDate;

/** A student leaves at the earliest when the offering starts. A future day is refused, too. */
final class WithdrawalRules {

    private WithdrawalRules() {}

    static void requirePossibleDay(LocalDate day, LocalDate offeringStarts, LocalDate today) {
        if (day.isBefore(offeringStarts) || day.isAfter(today)) {
            throw Refusal.of(DATE_OUTSIDE_OFFERING, offeringStarts.toString());
        }
    }
}
