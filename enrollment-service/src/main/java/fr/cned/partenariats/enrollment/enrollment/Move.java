package fr.cned.partenariats.enrollment.enrollment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step in an enrollment's history.
 *
 * @param from absent for the first
 * @param by the client or officer that did it, or {@code calendar} for what happens by date
 */
public record Move(
        @Nullable EnrollmentState from,
        EnrollmentState to,
        Instant at,
        String by,
        @Nullable String reason) {

    Move withoutReason() {
        return new Move(from, to, at, by, null);
    }
}
