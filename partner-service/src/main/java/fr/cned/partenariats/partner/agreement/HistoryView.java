package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.agreement.terms.EnrollmentsDecision;
import fr.cned.partenariats.partner.agreement.terms.PartialDate;
import fr.cned.partenariats.partner.agreement.terms.TermsChange;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One entry of an agreement's history: who changed what, when and why. */
@Schema(name = "AgreementHistoryEntry")
public record HistoryView(
        @Schema(description = "1 for the first entry, without gaps.")
        int position,

        @Schema(description = "When it was recorded.") Instant recordedAt,

        @Schema(description = "Who recorded it; `calendar` for transitions by date, `Cned` for operators.")
        String recordedBy,

        HistoryAction action,

        @Schema(description = "The day from which it is effective.")
        LocalDate effectiveOn,

        @Schema(description = "The agreement's state after it.")
        AgreementState state,

        @Schema(description = "Not shown to operators.") @Nullable
        String reason,

        @Schema(description = "The number of the amendment, if the entry is one.") @Nullable
        Integer amendment,

        @Schema(description = "What happens to the live enrollments of the partners that left by the amendment.")
        @Nullable
        EnrollmentsDecision enrollments,

        @Nullable PartialDate signedOn,
        @Nullable Funding funding,

        @Schema(description = "Of the entries by which a renewal comes into force after a gap.") @Nullable
        Gap gap,

        @Schema(description = "The terms that it changed.") List<TermsChange> changes) {}
