package fr.cned.partenariats.enrollment.schooling.absence;

import fr.cned.partenariats.commons.http.Revisioned;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A justified absence as clients see it.
 *
 * @param justifiedBy the name of the actor; a partner reads {@code Cned} for Cned staff
 * @param withdrawnAt since then the absence no longer counts
 */
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
        implements Revisioned {}
