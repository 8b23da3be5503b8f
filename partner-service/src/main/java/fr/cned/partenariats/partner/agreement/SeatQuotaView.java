package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.agreement.seat.SeatUsageView;
import fr.cned.partenariats.partner.agreement.terms.Family;
import fr.cned.partenariats.partner.agreement.terms.SeatQuota;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A seat quota with its usage as enrollment-service counts it. */
public record SeatQuotaView(
        UUID id,
        String academicYear,
        @Nullable Family family,
        @Nullable String trainingCode,
        int seats,
        @Nullable SeatUsageView usage) {

    public static SeatQuotaView of(SeatQuota quota, @Nullable SeatUsageView usage) {
        return new SeatQuotaView(
                quota.requiredId(), quota.academicYear(), quota.family(), quota.trainingCode(), quota.seats(), usage);
    }
}
