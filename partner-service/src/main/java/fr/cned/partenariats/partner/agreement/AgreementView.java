package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.seat.SeatUsageView;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An agreement as clients see it. */
public record AgreementView(
        UUID id,

        @Schema(description = "Grows with each change; the ETag.")
        long revision,

        String number,
        AgreementKind kind,
        AgreementState state,

        @Schema(description = "The day from which it is in this state.")
        LocalDate stateSince,

        @Nullable UUID parentId,
        @Nullable UUID templateId,
        @Nullable UUID predecessorId,
        @Nullable PartialDate signedOn,
        List<Party> parties,
        @Nullable LocalDate startsOn,
        @Nullable LocalDate endsOn,
        Scope scope,
        List<SeatQuotaView> seatQuotas,
        @Nullable Tariff tariff,
        List<Funding> fundings,
        @Nullable Integer minWeeklyAttendanceHours,
        List<Adaptation> adaptations,

        @Schema(description = "The number of the last amendment; 0 when there is none.")
        int lastAmendment,

        @Nullable EffectiveTerms effective,

        @Schema(description = "The day that it is shown as of; absent for today.") @Nullable
        LocalDate asOf) {

    /** @param reasons leaves out of a funding what the reader may not see */
    static AgreementView of(Agreement agreement, Map<UUID, SeatUsageView> usages, UnaryOperator<Funding> reasons) {
        AgreementTerms terms = agreement.terms();
        Agreement framework = agreement.framework();
        return new AgreementView(
                agreement.id(),
                agreement.version(),
                agreement.number(),
                agreement.kind(),
                agreement.state(),
                agreement.stateSince(),
                framework == null ? null : framework.id(),
                agreement.templateId(),
                agreement.predecessorId(),
                agreement.signedOn(),
                terms.parties(),
                terms.startsOn(),
                terms.endsOn(),
                terms.scope(),
                quotas(terms, usages),
                terms.tariff(),
                terms.fundingKinds().stream()
                        .map(agreement::funding)
                        .map(reasons)
                        .toList(),
                terms.minWeeklyAttendanceHours(),
                terms.adaptations(),
                agreement.lastAmendment(),
                framework == null
                        ? null
                        : EffectiveTerms.of(
                                agreement.effectiveTerms(),
                                agreement.fundings().stream().map(reasons).toList()),
                null);
    }

    /** As it stood on a day. The use of seats is not shown: it is known of today only. */
    static AgreementView asOf(
            LocalDate day, Agreement agreement, AsOf then, @Nullable AsOf framework, UnaryOperator<Funding> reasons) {
        AgreementTerms terms = then.terms();
        AgreementTerms effective = then.effectiveTerms(framework);
        List<Funding> fundings = effective.fundingKinds().stream()
                .map(kind -> then.funding(kind, framework))
                .map(reasons)
                .toList();
        Agreement parent = agreement.framework();
        return new AgreementView(
                agreement.id(),
                agreement.version(),
                agreement.number(),
                agreement.kind(),
                then.state(),
                then.stateSince(),
                parent == null ? null : parent.id(),
                agreement.templateId(),
                agreement.predecessorId(),
                then.signedOn(),
                terms.parties(),
                terms.startsOn(),
                terms.endsOn(),
                terms.scope(),
                quotas(terms, Map.of()),
                terms.tariff(),
                terms.fundingKinds().stream()
                        .map(kind -> then.funding(kind, framework))
                        .map(reasons)
                        .toList(),
                terms.minWeeklyAttendanceHours(),
                terms.adaptations(),
                then.lastAmendment(),
                framework == null ? null : EffectiveTerms.of(effective, fundings),
                day);
    }

    private static List<SeatQuotaView> quotas(AgreementTerms terms, Map<UUID, SeatUsageView> usages) {
        return terms.seatQuotas().stream()
                .map(quota -> SeatQuotaView.of(quota, usages.get(quota.id())))
                .toList();
    }
}
