package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.partner.Disclosure;
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

        @Schema(description = "Not shown to operators.") @Nullable
        String reason,

        Instant recordedAt,

        @Schema(description = "Who recorded it; `Cned` for partners and operators.")
        String recordedBy,

        @Schema(description = "The difference to the terms before.")
        List<Change> changes) {

    static AmendmentView of(ReadEntry read, Caller caller) {
        HistoryEntry entry = read.entry();
        Integer number = entry.amendment();
        if (number == null) {
            throw new IllegalStateException("an amendment has a number");
        }
        return new AmendmentView(
                entry.agreementId(),
                number,
                entry.signedOn(),
                entry.effectiveOn(),
                Disclosure.reason(caller, entry.reason()),
                entry.recordedAt(),
                Act.actorAsSeenBy(caller, entry.recordedBy()),
                read.changes());
    }
}
