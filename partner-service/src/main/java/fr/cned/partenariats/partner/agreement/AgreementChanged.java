package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.events.relay.StateEvent;
import fr.cned.partenariats.partner.agreement.terms.Adaptation;
import fr.cned.partenariats.partner.agreement.terms.AgreementKind;
import fr.cned.partenariats.partner.agreement.terms.AgreementTerms;
import fr.cned.partenariats.partner.agreement.terms.Family;
import fr.cned.partenariats.partner.agreement.terms.Party;
import fr.cned.partenariats.partner.agreement.terms.Refund;
import fr.cned.partenariats.partner.agreement.terms.Scope;
import fr.cned.partenariats.partner.agreement.terms.SeatQuota;
import fr.cned.partenariats.partner.agreement.terms.Tariff;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The current state of an agreement, including the terms inherited from its framework: consumers do not need the
 * framework. Contract: {@code contract/events/agreement-changed.v1.schema.json}.
 */
record AgreementChanged(
        UUID id,
        long revision,
        String number,
        @Nullable String title,
        AgreementKind kind,
        AgreementState state,
        List<Party> parties,
        @Nullable UUID parentId,
        @Nullable UUID templateId,
        @Nullable UUID predecessorId,
        @Nullable LocalDate startsOn,
        @Nullable LocalDate endsOn,
        Scope scope,
        List<Seats> seatQuotas,
        @Nullable Tariff tariff,
        List<Funding> fundings,
        @Nullable Refund refund,
        List<String> commercialAdaptations,
        @Nullable Integer minWeeklyAttendanceHours,
        List<String> adaptations,
        List<FormerParty> formerParties,
        Instant changedAt)
        implements StateEvent {

    /** @param grantable for a framework, the seats that can be granted under it; the others are allocated already */
    record Seats(
            UUID id,
            String academicYear,
            @Nullable Family family,
            @Nullable String trainingCode,
            int seats,
            @Nullable Integer grantable) {

        private static Seats of(SeatQuota quota, @Nullable Integer grantable) {
            return new Seats(
                    quota.requiredId(),
                    quota.academicYear(),
                    quota.family(),
                    quota.trainingCode(),
                    quota.seats(),
                    grantable);
        }
    }

    /** @param grantable the grantable seats of a framework by quota id */
    static AgreementChanged of(Agreement agreement, Map<UUID, Integer> grantable) {
        AgreementTerms effective = agreement.effectiveTerms();
        Agreement framework = agreement.framework();
        return new AgreementChanged(
                agreement.id(),
                agreement.revision(),
                agreement.number(),
                effective.title(),
                agreement.kind(),
                agreement.state(),
                effective.parties(),
                framework == null ? null : framework.id(),
                agreement.templateId(),
                agreement.predecessorId(),
                effective.startsOn(),
                effective.endsOn(),
                effective.scope(),
                effective.seatQuotas().stream()
                        .map(quota -> Seats.of(quota, grantable.get(quota.requiredId())))
                        .toList(),
                effective.tariff(),
                agreement.fundings(),
                effective.refund(),
                effective.adaptations().stream()
                        .filter(adaptation -> adaptation.nature() == Adaptation.Nature.COMMERCIAL)
                        .map(Adaptation::code)
                        .toList(),
                effective.minWeeklyAttendanceHours(),
                effective.adaptations().stream().map(Adaptation::code).toList(),
                agreement.formerParties(),
                agreement.changedAt());
    }
}
