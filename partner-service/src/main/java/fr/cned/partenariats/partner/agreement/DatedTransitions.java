package fr.cned.partenariats.partner.agreement;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Applies the transitions of an agreement that are due by date, and those that they cause in its predecessor. */
@ApplicationScoped
class DatedTransitions {

    private final AgreementRepository agreements;
    private final AgreementWriter writer;

    DatedTransitions(AgreementRepository agreements, AgreementWriter writer) {
        this.agreements = agreements;
        this.writer = writer;
    }

    /** @param successor the renewal of this agreement, read before this agreement was changed */
    void apply(Agreement agreement, @Nullable Agreement successor, ChangeContext context) {
        agreement.applyDueTransitions(successor, context);
        UUID predecessorId = agreement.predecessorId();
        if (predecessorId != null && agreement.lifetime().hasBeenInForce()) {
            agreements.lock(predecessorId).ifPresent(predecessor -> {
                predecessor.applyDueTransitions(agreement, context);
                writer.save(predecessor);
            });
        }
    }
}
