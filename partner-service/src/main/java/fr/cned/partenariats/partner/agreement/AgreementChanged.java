package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.outbox.OutboxEvent;
import java.time.LocalDate;
import java.util.List;
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
        List<SeatQuota> seatQuotas,
        @Nullable Tariff tariff,
        List<Funding> fundings,
        @Nullable Integer minWeeklyAttendanceHours,
        List<String> adaptations)
        implements OutboxEvent {

    static AgreementChanged of(Agreement agreement) {
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
                effective.seatQuotas(),
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
