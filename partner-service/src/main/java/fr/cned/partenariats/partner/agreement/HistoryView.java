package fr.cned.partenariats.partner.agreement;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One line of an agreement's history: who changed what, when, why. */
public record HistoryView(
        @Schema(description = "1 for the first, without gap.")
        int position,

        @Schema(description = "When it was recorded.") Instant recordedAt,

        @Schema(description = "Who recorded it; `calendar` for what happens by date.")
        String recordedBy,

        HistoryAction action,
        @Schema(description = "From which day on it holds.") LocalDate effectiveOn,

        @Schema(description = "The agreement's state after it.")
        AgreementState state,

        @Nullable String reason,

        @Schema(description = "The number of the amendment that it is.") @Nullable
        Integer amendment,

        @Nullable PartialDate signedOn,
        @Nullable Funding funding,

        @Schema(description = "What it changed of the terms.")
        List<Change> changes) {

    static HistoryView of(HistoryEntry entry) {
        return new HistoryView(
                entry.position(),
                entry.recordedAt(),
                entry.recordedBy(),
                entry.action(),
                entry.effectiveOn(),
                entry.state(),
                entry.reason(),
                entry.amendment(),
                entry.signedOn(),
                entry.funding(),
                entry.changes());
    }
}
