package fr.cned.partenariats.enrollment.adaptation;

import fr.cned.partenariats.enrollment.Actors;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An adaptation as clients see it.
 *
 * @param code as the agreement lists it
 * @param endsOn the last day
 * @param approvedBy who approved it; {@code Cned} for a partner
 * @param endedBy who ended it earlier than was approved; absent while nobody has
 */
@Schema(name = "Adaptation")
public record AdaptationView(
        UUID id,
        long version,
        UUID enrollmentId,
        String code,
        LocalDate startsOn,
        LocalDate endsOn,
        String approvedBy,
        Instant approvedAt,
        @Nullable String endedBy,
        @Nullable Instant endedAt,
        @Nullable String endReason) {

    static AdaptationView of(Adaptation a, Actors actors) {
        String endedBy = a.endedBy();
        return new AdaptationView(
                a.id(),
                a.version(),
                a.enrollmentId(),
                a.code(),
                a.startsOn(),
                a.endsOn(),
                actors.shown(a.approvedBy()),
                a.approvedAt(),
                endedBy == null ? null : actors.shown(endedBy),
                a.endedAt(),
                a.endReason());
    }
}
