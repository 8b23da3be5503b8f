package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.agreement.terms.Adaptation;
import fr.cned.partenariats.partner.agreement.terms.AgreementTerms;
import fr.cned.partenariats.partner.agreement.terms.Refund;
import fr.cned.partenariats.partner.agreement.terms.Scope;
import fr.cned.partenariats.partner.agreement.terms.Tariff;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The terms that are effective for a specific agreement, inherited ones included. */
@Schema(description = "The effective terms, including those inherited from the framework; absent without a framework.")
public record EffectiveTerms(
        @Nullable LocalDate startsOn,
        @Nullable LocalDate endsOn,
        Scope scope,
        @Nullable Tariff tariff,
        List<Funding> fundings,
        @Nullable Refund refund,
        @Nullable Integer minWeeklyAttendanceHours,
        List<Adaptation> adaptations) {

    /** @param prices whether tariff and refund are shown */
    public static EffectiveTerms of(AgreementTerms terms, List<Funding> fundings, boolean prices) {
        return new EffectiveTerms(
                terms.startsOn(),
                terms.endsOn(),
                terms.scope(),
                prices ? terms.tariff() : null,
                fundings,
                prices ? terms.refund() : null,
                terms.minWeeklyAttendanceHours(),
                terms.adaptations());
    }
}
