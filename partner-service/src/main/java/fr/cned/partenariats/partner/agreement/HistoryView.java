package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.partner.Disclosure;
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

        @Schema(description = "Who recorded it; `calendar` for what happens by date, `Cned` for operators.")
        String recordedBy,

        HistoryAction action,
        @Schema(description = "From which day on it holds.") LocalDate effectiveOn,

        @Schema(description = "The agreement's state after it.")
        AgreementState state,

        @Schema(description = "Not shown to operators.") @Nullable
        String reason,

        @Schema(description = "The number of the amendment that it is.") @Nullable
        Integer amendment,

        @Nullable PartialDate signedOn,
        @Nullable Funding funding,

        @Schema(description = "What it changed of the terms.")
        List<Change> changes) {

    static HistoryView of(HistoryEntry entry, Caller caller) {
        Funding funding = entry.funding();
        return new HistoryView(
                entry.position(),
                entry.recordedAt(),
                Act.actorAsSeenBy(caller, entry.recordedBy()),
                entry.action(),
                entry.effectiveOn(),
                entry.state(),
                Disclosure.reason(caller, entry.reason()),
                entry.amendment(),
                entry.signedOn(),
                funding == null || Disclosure.showsStaff(caller) ? funding : funding.withoutReason(),
                entry.changes());
    }
}
