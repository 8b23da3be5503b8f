package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.enrollment.ActorNames;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One change of state in the history of an enrollment.
 *
 * @param from absent for the first entry
 * @param by the client or officer; {@code calendar} or {@code waiting-list} for an automatic change. A partner reads
 *     {@code Cned} for the Cned's staff
 */
@Schema(name = "EnrollmentHistoryEntry")
public record HistoryEntry(
        @Nullable EnrollmentState from,
        EnrollmentState to,
        Instant at,
        String by,
        @Nullable String reason) {

    HistoryEntry withVisibleActor(ActorNames actors) {
        return new HistoryEntry(from, to, at, actors.shown(by), reason);
    }

    HistoryEntry withoutReason() {
        return new HistoryEntry(from, to, at, by, null);
    }
}
