package fr.cned.partenariats.enrollment.enrollment;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The days on which an enrollment really changed that is recorded later. Only the enrollment office loads such files.
 *
 * @param startedOn null: the first day of the offering, or the day of the registration when it is later
 * @param state CONFIRMED, ACTIVE, COMPLETED, WITHDRAWN or CANCELLED; null: that of a new enrollment, whose funding may still
 *     be undecided
 * @param endedOn of an enrollment that is over
 */
public record PastEnrollment(
        LocalDate registeredOn,
        @Nullable LocalDate startedOn,
        @Nullable EnrollmentState state,
        @Nullable LocalDate endedOn) {

    public boolean isOver() {
        return state != null && !state.isLive();
    }

    public boolean hasStarted() {
        return state == EnrollmentState.ACTIVE
                || state == EnrollmentState.COMPLETED
                || state == EnrollmentState.WITHDRAWN;
    }

    public boolean holdsSeat() {
        return state == null || state.holdsSeat();
    }
}
