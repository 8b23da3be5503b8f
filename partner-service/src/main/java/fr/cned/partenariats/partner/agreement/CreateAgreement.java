package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.agreement.terms.Adaptation;
import fr.cned.partenariats.partner.agreement.terms.AgreedFunding;
import fr.cned.partenariats.partner.agreement.terms.AgreementKind;
import fr.cned.partenariats.partner.agreement.terms.AgreementTerms;
import fr.cned.partenariats.partner.agreement.terms.Party;
import fr.cned.partenariats.partner.agreement.terms.Refund;
import fr.cned.partenariats.partner.agreement.terms.Scope;
import fr.cned.partenariats.partner.agreement.terms.SeatQuota;
import fr.cned.partenariats.partner.agreement.terms.Tariff;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A new agreement; it starts as a draft. */
public record CreateAgreement(
        @NotNull AgreementKind kind,
        @Nullable UUID parentId,
        @Nullable UUID templateId,

        @Schema(examples = "Convention-cadre avec les universités") @Size(min = 1, max = 200) @Nullable
        String title,

        @Size(max = 20) @Nullable List<@Valid @NotNull Party> parties,
        @Nullable LocalDate startsOn,
        @Nullable LocalDate endsOn,
        @Valid @Nullable Scope scope,
        @Size(max = 100) @Nullable List<@Valid @NotNull SeatQuota> seatQuotas,
        @Valid @Nullable Tariff tariff,
        @Size(max = 5) @Nullable List<@Valid @NotNull AgreedFunding> fundings,
        @Valid @Nullable Refund refund,
        @Min(1) @Max(168) @Nullable Integer minWeeklyAttendanceHours,
        @Size(max = 12) @Nullable List<@Valid @NotNull Adaptation> adaptations) {

    public AgreementTerms terms() {
        return new AgreementTerms(
                title,
                parties == null ? List.of() : parties,
                startsOn,
                endsOn,
                scope == null ? Scope.ALL : scope,
                seatQuotas == null ? List.of() : seatQuotas,
                tariff,
                fundings == null ? List.of() : fundings,
                refund,
                minWeeklyAttendanceHours,
                adaptations == null ? List.of() : adaptations);
    }
}
