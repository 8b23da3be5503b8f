package fr.cned.partenariats.partner.agreement;

import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What holds for a specific agreement, with what it inherits. */
@Schema(description = "What holds, with what is inherited from the framework; only where there is one.")
public record EffectiveTerms(
        @Nullable LocalDate startsOn,
        @Nullable LocalDate endsOn,
        Scope scope,
        @Nullable Tariff tariff,
        List<Funding> fundings,
        @Nullable Integer minWeeklyAttendanceHours,
        List<Adaptation> adaptations) {

    static EffectiveTerms of(AgreementTerms terms, List<Funding> fundings) {
        return new EffectiveTerms(
                terms.startsOn(),
                terms.endsOn(),
                terms.scope(),
                terms.tariff(),
                fundings,
                terms.minWeeklyAttendanceHours(),
                terms.adaptations());
    }
}
