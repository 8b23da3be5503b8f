package fr.cned.partenariats.enrollment.enrollment.adaptation;

import fr.cned.partenariats.commons.http.Revisioned;
import fr.cned.partenariats.enrollment.ActorNames;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An adaptation as clients see it.
 *
 * @param code from the list of the agreement
 * @param endsOn the last day
 * @param price the price of the enrollment from this adaptation on; absent when the price did not change
 * @param priceBefore the price of the enrollment before
 * @param approvedBy the name of the actor; a partner reads {@code Cned}
 * @param endedBy the actor who ended it before its approved end; absent otherwise
 */
@Schema(name = "Adaptation")
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
        implements Revisioned {

    static AdaptationView of(Adaptation a, ActorNames actors) {
        String endedBy = a.endedBy();
        return new AdaptationView(
                a.id(),
                a.revision(),
                a.enrollmentId(),
                a.code(),
                a.startsOn(),
                a.endsOn(),
                a.price(),
                a.priceBefore(),
                a.priceReason(),
                actors.shown(a.approvedBy()),
                a.approvedAt(),
                endedBy == null ? null : actors.shown(endedBy),
                a.endedAt(),
                a.endReason());
    }
}
