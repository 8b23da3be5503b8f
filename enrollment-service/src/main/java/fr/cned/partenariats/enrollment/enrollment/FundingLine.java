package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.ActorNames;
import fr.cned.partenariats.enrollment.admission.eligibility.FundingKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One part of the price of an enrollment, with its funder.
 *
 * @param refund what is paid back after a withdrawal; absent without one
 * @param dossier at the OPCO that pays the line; absent until it is recorded
 */
public record FundingLine(
        UUID id,
        FundingKind kind,
        @Nullable String funder,
        BigDecimal amount,
        State state,
        @Nullable Instant decidedAt,
        @Nullable String decidedBy,
        @Nullable String reason,
        @Nullable BigDecimal refund,
        @Nullable OpcoDossier dossier) {

    public enum State {
        REQUESTED,
        APPROVED,
        REFUSED,
        /** The OPCO pays only until the early end of the apprenticeship contract. */
        RUPTURED
    }

    public static FundingLine request(FundingKind kind, @Nullable String funder, BigDecimal amount) {
        return new FundingLine(
                Ids.next(),
                kind,
                funder,
                amount,
                kind.needsApproval() ? State.REQUESTED : State.APPROVED,
                null,
                null,
                null,
                null,
                null);
    }

    FundingLine agreed(Instant at, String by) {
        return state == State.REQUESTED ? decided(State.APPROVED, at, by, null) : this;
    }

    boolean isPaidBy(Payer payer) {
        return kind == payer.kind() && Objects.equals(funder, payer.funder());
    }

    /** Without funding lines the student pays the whole price. */
    public static List<FundingLine> orPaidByStudent(List<FundingLine> lines, BigDecimal price) {
        return lines.isEmpty() && price.signum() > 0 ? List.of(request(FundingKind.INDIVIDUAL, null, price)) : lines;
    }

    FundingLine withAmount(BigDecimal part) {
        return new FundingLine(id, kind, funder, part, state, decidedAt, decidedBy, reason, refund, dossier);
    }

    FundingLine withVisibleActor(TenantScope reader) {
        return decidedBy == null ? this : decided(state, decidedAt, ActorNames.shown(decidedBy, reader), reason);
    }

    FundingLine withoutFreeText() {
        return new FundingLine(
                id,
                kind,
                null,
                amount,
                state,
                decidedAt,
                decidedBy,
                null,
                refund,
                dossier == null ? null : dossier.erased());
    }

    FundingLine decided(State decision, @Nullable Instant at, @Nullable String by, @Nullable String why) {
        return new FundingLine(id, kind, funder, amount, decision, at, by, why, refund, dossier);
    }

    FundingLine withRefund(BigDecimal part) {
        return new FundingLine(id, kind, funder, amount, state, decidedAt, decidedBy, reason, part, dossier);
    }

    FundingLine withDossier(@Nullable OpcoDossier other) {
        return new FundingLine(id, kind, funder, amount, state, decidedAt, decidedBy, reason, refund, other);
    }

    /** A rupture that the OPCO takes back leaves its decision open again. */
    FundingLine reopened() {
        return decided(State.REQUESTED, null, null, null);
    }

    /** With what the OPCO reports of the dossier. */
    FundingLine reported(OpcoDossier report) {
        return dossier == null ? this : withDossier(dossier.updated(report));
    }

    /**
     * What the state of the dossier decides about the line of a live enrollment; null when it decides nothing. What the
     * OPCO commits for the whole contract is the most that it can pay for this line.
     *
     * @param isPending whether the enrollment waits for funding
     */
    @Nullable
    State decisionOfOpco(boolean isPending) {
        OpcoState reported = dossier == null ? null : dossier.state();
        if (dossier == null || reported == null) {
            return null;
        }
        boolean isOpen = state == State.REQUESTED;
        boolean isRuptured = state == State.RUPTURED;
        BigDecimal committed = dossier.committed();
        boolean canPayAll = committed == null || committed.compareTo(amount) >= 0;
        return switch (reported) {
            case TRANSMIS, EN_COURS_INSTRUCTION -> isRuptured ? State.REQUESTED : null;
            case ENGAGE, SOLDE -> (isOpen || isRuptured) && canPayAll ? State.APPROVED : null;
            case REFUSE, ANNULE -> isOpen && isPending ? State.REFUSED : null;
            case RUPTU -> isRuptured ? null : State.RUPTURED;
        };
    }
}
