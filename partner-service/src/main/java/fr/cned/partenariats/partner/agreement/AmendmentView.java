package fr.cned.partenariats.partner.agreement;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An amendment as clients see it; it never changes. */
public record AmendmentView(
        UUID agreementId,

        @Schema(description = "1 for the first, without gap.")
        int number,

        @Nullable PartialDate signedOn,
        LocalDate effectiveOn,
        String reason,
        Instant recordedAt,
        String recordedBy,

        @Schema(description = "The difference to the terms before.")
        List<Change> changes) {

    static AmendmentView of(HistoryEntry entry) {
        Integer number = entry.amendment();
        String reason = entry.reason();
        if (number == null || reason == null) {
            throw new IllegalStateException("an amendment has a number and a reason");
        }
        return new AmendmentView(
                entry.agreementId(),
                number,
                entry.signedOn(),
                entry.effectiveOn(),
                reason,
                entry.recordedAt(),
                entry.recordedBy(),
                entry.changes());
    }
}
