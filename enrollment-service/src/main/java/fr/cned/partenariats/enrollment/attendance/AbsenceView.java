package fr.cned.partenariats.enrollment.attendance;

import fr.cned.partenariats.enrollment.Actors;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A justified absence as clients see it.
 *
 * @param hours absent, the whole week
 * @param justifiedBy who justified it; {@code Cned} for a partner, where it was the Cned's staff
 * @param withdrawnAt when it was taken back; it counts no more since
 */
@Schema(name = "Absence")
public record AbsenceView(
        UUID id,
        long version,
        UUID enrollmentId,
        UUID partnerId,
        String week,
        AbsenceReason reason,
        @Nullable BigDecimal hours,
        String justifiedBy,
        Instant justifiedAt,
        @Nullable String withdrawnBy,
        @Nullable Instant withdrawnAt,
        @Nullable String withdrawalReason) {

    static AbsenceView of(Absence a, Actors actors) {
        String withdrawnBy = a.withdrawnBy();
        return new AbsenceView(
                a.id(),
                a.version(),
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
