package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.partner.PartnerProblem;
import fr.cned.partenariats.partner.agreement.terms.AgreementKind;

/** The states in which an agreement can be changed. */
final class StateRules {

    private StateRules() {}

    static void requireDraft(AgreementState state) {
        if (state != AgreementState.DRAFT) {
            throw Refusal.of(PartnerProblem.AGREEMENT_NOT_DRAFT, state.name());
        }
    }

    static void requireSigned(AgreementState state) {
        if (state == AgreementState.DRAFT) {
            throw Refusal.of(PartnerProblem.AGREEMENT_NOT_SIGNED);
        }
        if (!state.isLive()) {
            throw Refusal.of(PartnerProblem.AGREEMENT_ENDED, state.name());
        }
    }

    static void requireTransition(AgreementState state, AgreementState next) {
        Refusal.requireTransition(state, next, state.next());
    }

    /** {@code SIGNED} can also change to {@code IN_FORCE}, but only by date. */
    static void requireSuspended(AgreementState state) {
        if (state != AgreementState.SUSPENDED) {
            throw Refusal.illegalTransition(
                    state,
                    AgreementState.IN_FORCE,
                    state.next().stream()
                            .filter(next -> next != AgreementState.IN_FORCE)
                            .toList());
        }
    }

    /**
     * A draft can carry a suspension of the agreement that it renews. The specific agreements of a framework can
     * outlive it, so its fundings can still be restored.
     */
    static void requireFundingChange(AgreementState state, AgreementKind kind, FundingState next) {
        boolean restorable = state == AgreementState.DRAFT || kind == AgreementKind.FRAMEWORK;
        if (next == FundingState.SUSPENDED || !restorable) {
            requireSigned(state);
        }
    }
}
