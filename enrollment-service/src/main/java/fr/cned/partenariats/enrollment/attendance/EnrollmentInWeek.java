package fr.cned.partenariats.enrollment.attendance;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.ENROLLMENT_STATE_UNFIT;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.WEEK_OUTSIDE_OFFERING;

import fr.cned.partenariats.commons.problem.Violation;
import jakarta.persistence.Tuple;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of attendance look at of an enrollment.
 *
 * @param personId the student whom its registration stands for: one person's week has 168 hours, however
 *     often they are registered
 */
record EnrollmentInWeek(
        UUID id,
        UUID personId,
        UUID partnerId,
        String state,
        @Nullable LocalDate withdrawnOn,
        LocalDate startsOn,
        LocalDate endsOn) {

    /** Who attends, and who did: a site's last weeks are often declared or corrected afterwards. */
    private static final Set<String> FIT = new TreeSet<>(Set.of("ACTIVE", "COMPLETED", "WITHDRAWN"));

    static EnrollmentInWeek of(Tuple row) {
        return new EnrollmentInWeek(
                row.get("id", UUID.class),
                row.get("person_id", UUID.class),
                row.get("partner_id", UUID.class),
                row.get("state", String.class),
                row.get("withdrawn_on", LocalDate.class),
                row.get("starts_on", LocalDate.class),
                row.get("ends_on", LocalDate.class));
    }

    /** Why nothing can be said of this week; empty when something can. */
    Optional<Violation> blocking(IsoWeek week, String pointer) {
        if (!FIT.contains(state)) {
            return Optional.of(new Violation(pointer, ENROLLMENT_STATE_UNFIT, state, String.join(", ", FIT)));
        }
        LocalDate last = withdrawnOn == null ? endsOn : withdrawnOn;
        return week.touches(startsOn, last)
                ? Optional.empty()
                : Optional.of(new Violation(
                        pointer, WEEK_OUTSIDE_OFFERING, week.toString(), startsOn.toString(), last.toString()));
    }
}
