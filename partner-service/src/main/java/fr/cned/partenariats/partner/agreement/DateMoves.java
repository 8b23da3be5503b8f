package fr.cned.partenariats.partner.agreement;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the moves of an agreement whose day has come, and those that they cause. */
@ApplicationScoped
class DateMoves {

    private final AgreementRepository agreements;
    private final AgreementStore store;

    DateMoves(AgreementRepository agreements, AgreementStore store) {
        this.agreements = agreements;
        this.store = store;
    }

    /** @param successor the agreement that renews this one, looked up before this one was changed */
    void make(Agreement agreement, @Nullable Agreement successor, Act act) {
        agreement.advance(successor, act);
        UUID predecessorId = agreement.predecessorId();
        if (predecessorId != null && agreement.hasBeenInForce()) {
            agreements.lock(predecessorId).ifPresent(predecessor -> {
                predecessor.advance(agreement, act);
                store.save(predecessor);
            });
        }
    }
}
