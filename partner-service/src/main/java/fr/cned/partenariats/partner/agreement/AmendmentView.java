package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.http.Revisioned;
import fr.cned.partenariats.partner.agreement.terms.EnrollmentsDecision;
import fr.cned.partenariats.partner.agreement.terms.PartialDate;
import fr.cned.partenariats.partner.agreement.terms.TermsChange;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An amendment as clients see it. Amendments never change. */
public record AmendmentView(
        UUID agreementId,

        @Schema(description = "1 for the first amendment, without gaps.")
        int number,

        @Nullable PartialDate signedOn,
        LocalDate effectiveOn,

        @Schema(description = "What happens to the live enrollments of the partners that left by the amendment.")
        @Nullable
        EnrollmentsDecision enrollments,

        @Schema(description = "Not shown to operators.") @Nullable
        String reason,

        Instant recordedAt,

        @Schema(description = "Who recorded it; `Cned` for partners and operators.")
        String recordedBy,

        @Schema(description = "The changes compared with the previous terms.")
        List<TermsChange> changes)
        implements Revisioned {

    @Override
    public long revision() {
        return 0;
    }
}
