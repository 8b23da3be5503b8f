package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.agreement.terms.EnrollmentsDecision;
import fr.cned.partenariats.partner.agreement.terms.PartialDate;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The days of an amendment.
 *
 * @param enrollments what happens to the enrollments of the parties that leave; null when no party leaves
 */
record AmendmentDetails(
        @Nullable LocalDate effectiveOn,
        @Nullable PartialDate signedOn,
        @Nullable EnrollmentsDecision enrollments) {

    @Nullable
    PartialDate normalisedSignedOn() {
        return signedOn == null ? null : signedOn.normalised();
    }
}
