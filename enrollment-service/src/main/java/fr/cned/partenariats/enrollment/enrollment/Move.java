package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.enrollment.Actors;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step in an enrollment's history.
 *
 * @param from absent for the first
 * @param by the client or officer that did it, or {@code calendar} for what happens by date;
 *     {@code Cned} for a partner, where it was the Cned's staff
 */
public record Move(
        @Nullable EnrollmentState from,
        EnrollmentState to,
        Instant at,
        String by,
        @Nullable String reason) {

    /** As the caller sees it. */
    Move as(Actors actors) {
        return new Move(from, to, at, actors.shown(by), reason);
    }

    Move withoutReason() {
        return new Move(from, to, at, by, null);
    }
}
