package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.base.problem.Warning;
import fr.cned.partenariats.commons.http.propagation.Propagated;
import fr.cned.partenariats.partner.agreement.seat.SeatUsageView;
import fr.cned.partenariats.partner.agreement.terms.Adaptation;
import fr.cned.partenariats.partner.agreement.terms.AgreementKind;
import fr.cned.partenariats.partner.agreement.terms.AgreementTerms;
import fr.cned.partenariats.partner.agreement.terms.PartialDate;
import fr.cned.partenariats.partner.agreement.terms.Party;
import fr.cned.partenariats.partner.agreement.terms.Refund;
import fr.cned.partenariats.partner.agreement.terms.Scope;
import fr.cned.partenariats.partner.agreement.terms.Tariff;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An agreement as clients see it: the current state, or its state on a past day. The entity tag of a past state never
 * matches {@code If-Match}, because its reader has not seen the current state.
 */
public record AgreementView(
        UUID id,
        long revision,
        String number,
        @Nullable String title,
        AgreementKind kind,
        AgreementState state,
        LocalDate stateSince,
        @Nullable String stateReason,
        @Nullable UUID parentId,
        @Nullable UUID templateId,
        @Nullable UUID predecessorId,
        @Nullable Gap gap,
        @Nullable PartialDate signedOn,
        List<Party> parties,
        @Nullable LocalDate startsOn,
        @Nullable LocalDate endsOn,
        Scope scope,
        List<SeatQuotaView> seatQuotas,
        @Nullable Tariff tariff,
        List<Funding> fundings,
        @Nullable Refund refund,
        @Nullable Integer minWeeklyAttendanceHours,
        List<Adaptation> adaptations,
        int lastAmendment,
        @Nullable List<PlannedChangeView> plannedChanges,
        @Nullable List<SpecificSeats> specificSeats,
        @Nullable EffectiveTerms effective,
        @Nullable LocalDate asOf,
        @Nullable List<Warning> warnings)
        implements Propagated {

    @Override
    public String entityTag() {
        List<Object> others = Stream.of(
                        seatQuotas.stream().map(SeatQuotaView::usage).flatMap(Stream::ofNullable),
                        Stream.ofNullable(specificSeats),
                        Stream.ofNullable(gap))
                .<Object>flatMap(Function.identity())
                .toList();
        String tag =
                others.isEmpty() ? Long.toString(revision) : revision + "-" + Integer.toHexString(others.hashCode());
        return asOf == null ? tag : "as-of-" + asOf + '-' + tag;
    }

    static AgreementView of(
            Agreement agreement,
            Map<UUID, SeatUsageView> usages,
            VisibleFacts facts,
            @Nullable List<PlannedChangeView> planned,
            @Nullable List<SpecificSeats> specificSeats,
            @Nullable List<Warning> warnings) {
        return of(
                agreement,
                agreement.snapshot(),
                agreement.frameworkSnapshot(),
                usages,
                facts,
                planned,
                specificSeats,
                null,
                warnings);
    }

    /** The agreement on a past day, without seat usage and planned changes: only the current ones are known. */
    static AgreementView asOf(
            LocalDate day,
            Agreement agreement,
            AgreementSnapshot snapshot,
            @Nullable AgreementSnapshot framework,
            VisibleFacts facts) {
        return of(agreement, snapshot, framework, Map.of(), facts, null, null, day, null);
    }

    private static AgreementView of(
            Agreement agreement,
            AgreementSnapshot snapshot,
            @Nullable AgreementSnapshot framework,
            Map<UUID, SeatUsageView> usages,
            VisibleFacts facts,
            @Nullable List<PlannedChangeView> planned,
            @Nullable List<SpecificSeats> specificSeats,
            @Nullable LocalDate asOf,
            @Nullable List<Warning> warnings) {
        AgreementTerms terms = snapshot.terms();
        AgreementTerms effective = snapshot.effectiveTerms(framework);
        Agreement parent = agreement.framework();
        return new AgreementView(
                agreement.id(),
                agreement.revision(),
                agreement.number(),
                terms.title(),
                agreement.kind(),
                snapshot.state(),
                snapshot.stateSince(),
                facts.stateReason() ? snapshot.stateReason() : null,
                parent == null ? null : parent.id(),
                agreement.templateId(),
                agreement.predecessorId(),
                agreement.gapBefore(effective.startsOn()),
                snapshot.signedOn(),
                terms.parties(),
                terms.startsOn(),
                terms.endsOn(),
                terms.scope(),
                terms.seatQuotas().stream()
                        .map(quota -> SeatQuotaView.of(quota, usages.get(quota.id())))
                        .toList(),
                facts.prices() ? terms.tariff() : null,
                fundings(terms, snapshot, framework, facts),
                facts.prices() ? terms.refund() : null,
                terms.minWeeklyAttendanceHours(),
                terms.adaptations(),
                snapshot.lastAmendment(),
                planned,
                specificSeats,
                framework == null
                        ? null
                        : EffectiveTerms.of(effective, fundings(effective, snapshot, framework, facts), facts.prices()),
                asOf,
                warnings);
    }

    private static List<Funding> fundings(
            AgreementTerms terms,
            AgreementSnapshot snapshot,
            @Nullable AgreementSnapshot framework,
            VisibleFacts facts) {
        return terms.fundingKinds().stream()
                .map(kind -> snapshot.funding(kind, framework))
                .map(facts.funding())
                .toList();
    }
}
