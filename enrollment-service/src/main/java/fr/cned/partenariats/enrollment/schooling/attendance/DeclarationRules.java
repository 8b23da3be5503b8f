package fr.cned.partenariats.enrollment.schooling.attendance;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.ASK_AN_OFFICER;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.GIVEN_TWICE;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.MORE_HOURS_THAN_A_WEEK_HAS;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.WEEK_NOT_BEGUN;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.enrollment.schooling.attendance.AttendanceDeclaration.Entry;
import fr.cned.partenariats.enrollment.schooling.week.IsoWeek;
import fr.cned.partenariats.enrollment.schooling.week.LockedEnrollment;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rules for a declaration of hours. Violations point into the request's {@code entries}. */
final class DeclarationRules {

    private DeclarationRules() {}

    static void refuseFutureWeek(IsoWeek week, LocalDate today) {
        if (!week.hasBegunBy(today)) {
            throw Refusal.at("/week", WEEK_NOT_BEGUN, week.toString());
        }
    }

    static void refuseRepeatedEnrollments(List<Entry> entries) {
        Set<UUID> seen = new HashSet<>();
        List<Violation> repeated = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (!seen.add(entries.get(i).enrollmentId())) {
                repeated.add(new Violation(pointer(i), GIVEN_TWICE));
            }
        }
        Refusal.requireNone(repeated);
    }

    /**
     * Refuses the declaration with one violation for each entry that cannot be declared.
     *
     * @param found the enrollments of the caller's scope
     */
    static void refuseUndeclarable(List<Entry> entries, Map<UUID, LockedEnrollment> found, IsoWeek week) {
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            undeclarable(found.get(entries.get(i).enrollmentId()), week, pointer(i))
                    .ifPresent(violations::add);
        }
        Refusal.refuse(violations);
    }

    /** @param enrollment null outside of the caller's scope */
    static Optional<Violation> undeclarable(@Nullable LockedEnrollment enrollment, IsoWeek week, String pointer) {
        return enrollment == null
                ? Optional.of(new Violation(pointer, NOT_FOUND, "enrollment"))
                : enrollment.violation(week, pointer);
    }

    /**
     * Refuses the declaration with one violation for each entry of a person with more hours than the week has.
     *
     * @param overfull by person, whether the hours in the caller's scope alone are too many. If not, a partner learns
     *     only that an officer must help: the other hours are another partner's.
     */
    static void refuseOverfullWeeks(
            List<Entry> entries, Map<UUID, LockedEnrollment> found, Map<UUID, Boolean> overfull) {
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            LockedEnrollment enrollment =
                    Objects.requireNonNull(found.get(entries.get(i).enrollmentId()));
            overfull(overfull.get(enrollment.personId()), pointer(i), "/entries/" + i + "/hours")
                    .ifPresent(violations::add);
        }
        Refusal.refuse(violations);
    }

    /** @param visible null for a person whose week is not overfull */
    static Optional<Violation> overfull(@Nullable Boolean visible, String enrollmentPointer, String hoursPointer) {
        if (visible == null) {
            return Optional.empty();
        }
        return Optional.of(
                visible
                        ? new Violation(hoursPointer, MORE_HOURS_THAN_A_WEEK_HAS)
                        : new Violation(enrollmentPointer, ASK_AN_OFFICER));
    }

    private static String pointer(int entry) {
        return "/entries/" + entry + "/enrollmentId";
    }
}
