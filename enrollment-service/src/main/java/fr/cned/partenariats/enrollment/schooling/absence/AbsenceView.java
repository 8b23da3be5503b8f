package fr.cned.partenariats.enrollment.schooling.absence;

import fr.cned.partenariats.commons.http.Revisioned;
import fr.cned.partenariats.enrollment.ActorNames;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A justified absence as clients see it.
 *
 * @param hours without it, the absence covers the whole week
 * @param justifiedBy the name of the actor; a partner reads {@code Cned} for Cned staff
 * @param withdrawnAt since then the absence no longer counts
 */
@Schema(name = "Absence")
public record AbsenceView(
        UUID id,
        long revision,
        UUID enrollmentId,
        UUID partnerId,
        String week,
        AbsenceReason reason,
        @Nullable BigDecimal hours,
        String justifiedBy,
        Instant justifiedAt,
        @Nullable String withdrawnBy,
        @Nullable Instant withdrawnAt,
        @Nullable String withdrawalReason)
        implements Revisioned {

    static AbsenceView of(Absence a, ActorNames actors) {
        String withdrawnBy = a.withdrawnBy();
        return new AbsenceView(
                a.id(),
                a.revision(),
                a.enrollmentId(),
                a.partnerId(),
                a.week().toString(),
                a.reason(),
                a.hours(),
                actors.shown(a.justifiedBy()),
                a.justifiedAt(),
                withdrawnBy == null ? null : actors.shown(withdrawnBy),
                a.withdrawnAt(),
                a.withdrawalReason());
    }
}
