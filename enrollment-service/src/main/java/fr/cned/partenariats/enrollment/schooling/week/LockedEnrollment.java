package fr.cned.partenariats.enrollment.schooling.week;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.ENROLLMENT_STATE_UNFIT;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.STUDENT_ERASED;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.WEEK_OUTSIDE_OFFERING;

import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.enrollment.Period;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An enrollment whose student is locked, with the facts that the rules of attendance need.
 *
 * @param personId the student after merges: all registrations of one person share one week
 * @param leftOn the day of the withdrawal, or of the transfer of an enrollment that was active
 * @param erased whether the personal data of the student were erased
 */
public record LockedEnrollment(
        UUID id,
        UUID personId,
        UUID partnerId,
        String state,
        @Nullable LocalDate leftOn,
        LocalDate startsOn,
        LocalDate endsOn,
        boolean erased) {

    private static final String TRANSFERRED = "TRANSFERRED";

    /** Ended enrollments too: sites declare and correct the last weeks afterwards. */
    private static final Set<String> STATES = new TreeSet<>(Set.of("ACTIVE", "COMPLETED", "WITHDRAWN", TRANSFERRED));

    /** Why the week cannot be declared or excused for this enrollment; empty when it can. */
    public Optional<Violation> violation(IsoWeek week, String pointer) {
        if (erased) {
            return Optional.of(new Violation(pointer, STUDENT_ERASED));
        }
        if (!STATES.contains(state) || (state.equals(TRANSFERRED) && leftOn == null)) {
            return Optional.of(new Violation(pointer, ENROLLMENT_STATE_UNFIT, state, String.join(", ", STATES)));
        }
        LocalDate lastDay = leftOn == null ? endsOn : leftOn;
        return week.period().overlaps(new Period(startsOn, lastDay))
                ? Optional.empty()
                : Optional.of(new Violation(
                        pointer, WEEK_OUTSIDE_OFFERING, week.toString(), startsOn.toString(), lastDay.toString()));
    }
}
