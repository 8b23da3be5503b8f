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
        int position,
        Instant recordedAt,
        String recordedBy,
        HistoryAction action,
        LocalDate effectiveOn,
        AgreementState state,
        @Nullable String reason,
        @Nullable Integer amendment,
        @Nullable EnrollmentsDecision enrollments,
        @Nullable PartialDate signedOn,
        @Nullable Funding funding,
        @Nullable Gap gap,
        @Nullable PlannedChangeView planned,
        List<TermsChange> changes) {}
