package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.outbox.OutboxEvent;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An agreement as it now is, with what it inherits from its framework filled in, so that no consumer
 * needs the framework. Contract: {@code contract/events/agreement-changed.v1.schema.json}.
 */
record AgreementChanged(
        UUID id,
        long revision,
        String number,
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
        @Nullable Integer minWeeklyAttendanceHours,
        List<String> adaptations)
        implements OutboxEvent {

    /** @param grantable of a framework, what of its seats can be granted under itself; the rest is held under it */
    record Seats(
            UUID id,
            String academicYear,
            @Nullable Family family,
            @Nullable String trainingCode,
            int seats,
            @Nullable Integer grantable) {

        private static Seats of(SeatQuota quota, @Nullable Integer grantable) {
            return new Seats(
                    quota.keptId(),
                    quota.academicYear(),
                    quota.family(),
                    quota.trainingCode(),
                    quota.seats(),
                    grantable);
        }
    }

    /** @param grantable by quota, of a framework */
    static AgreementChanged of(Agreement agreement, Map<UUID, Integer> grantable) {
        AgreementTerms effective = agreement.effectiveTerms();
        Agreement framework = agreement.framework();
        return new AgreementChanged(
                agreement.id(),
                agreement.version(),
                agreement.number(),
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
                        .map(quota -> Seats.of(quota, grantable.get(quota.keptId())))
                        .toList(),
                effective.tariff(),
                agreement.fundings(),
                effective.minWeeklyAttendanceHours(),
                effective.adaptations().stream().map(Adaptation::code).toList());
    }

    @Override
    public String topic() {
        return "partner.agreements.v1";
    }

    @Override
    public String key() {
        return id.toString();
    }

    @Override
    public String type() {
        return "fr.cned.partenariats.agreement.changed.v1";
    }
}
