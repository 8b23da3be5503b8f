package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.seat.SeatUsageView;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A seat quota: what the agreement asks for, and what the enrollment service makes of it. */
public record SeatQuotaView(
        UUID id,
        String academicYear,
        @Nullable Family family,
        @Nullable String trainingCode,

        @Schema(description = "The seats that the agreement asks for.")
        int seats,

        @Nullable SeatUsageView usage) {

    static SeatQuotaView of(SeatQuota quota, @Nullable SeatUsageView usage) {
        return new SeatQuotaView(
                quota.keptId(), quota.academicYear(), quota.family(), quota.trainingCode(), quota.seats(), usage);
    }
}
