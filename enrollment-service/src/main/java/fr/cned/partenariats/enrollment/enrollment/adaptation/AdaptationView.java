package fr.cned.partenariats.enrollment.enrollment.adaptation;

import fr.cned.partenariats.commons.http.Revisioned;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An adaptation as clients see it.
 *
 * @param approvedBy the name of the actor; a partner reads {@code Cned}
 * @param endedBy the actor who ended it before its approved end; absent otherwise
 */
public record AdaptationView(
        UUID id,
        long revision,
        UUID enrollmentId,
        String code,
        LocalDate startsOn,
        LocalDate endsOn,
        @Nullable BigDecimal price,
        @Nullable BigDecimal priceBefore,
        @Nullable String priceReason,
        String approvedBy,
        Instant approvedAt,
        @Nullable String endedBy,
        @Nullable Instant endedAt,
        @Nullable String endReason)
        implements Revisioned {}
