package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.http.Revisioned;
import fr.cned.partenariats.partner.agreement.terms.EnrollmentsDecision;
import fr.cned.partenariats.partner.agreement.terms.PartialDate;
import fr.cned.partenariats.partner.agreement.terms.TermsChange;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An amendment as clients see it. Amendments never change. */
public record AmendmentView(
        UUID agreementId,
        int number,
        @Nullable PartialDate signedOn,
        LocalDate effectiveOn,
        @Nullable EnrollmentsDecision enrollments,
        @Nullable String reason,
        Instant recordedAt,
        String recordedBy,
        List<TermsChange> changes)
        implements Revisioned {

    @Override
    public long revision() {
        return 0;
    }
}
