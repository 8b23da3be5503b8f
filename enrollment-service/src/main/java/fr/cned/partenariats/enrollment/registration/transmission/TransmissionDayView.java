package fr.cned.partenariats.enrollment.registration.transmission;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The attempts of one client on one day. */
public record TransmissionDayView(
        LocalDate day,
        @Nullable UUID partnerId,
        String client,
        long sent,
        long accepted,
        long refused,
        long pending,
        List<CodeCount> codes) {

    @Schema(name = "TransmissionCodeCount")
    public record CodeCount(String code, long count) {}
}
