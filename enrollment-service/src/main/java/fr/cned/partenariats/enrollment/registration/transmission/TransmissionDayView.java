package fr.cned.partenariats.enrollment.registration.transmission;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one client on one day.
 *
 * @param partnerId absent for the staff of the Cned
 * @param sent accepted, refused and pending
 * @param pending rows of files that no one has judged yet
 * @param codes the refused ones by problem code, most frequent first
 */
@Schema(name = "TransmissionDay")
public record TransmissionDayView(
        LocalDate day,
        @Nullable UUID partnerId,
        String client,
        long sent,
        long accepted,
        long refused,
        long pending,
        List<CodeCount> codes) {

    /** The number of attempts with one problem code. */
    @Schema(name = "TransmissionCodeCount")
    public record CodeCount(String code, long count) {}
}
