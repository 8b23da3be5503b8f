package fr.cned.partenariats.catalog.offering;

import fr.cned.partenariats.commons.base.problem.Refusal;
import java.util.Set;

/** State of an offering. Students can enroll only while it is OPEN. CANCELLED is final. */
public enum OfferingState {
    PLANNED,
    OPEN,
    CLOSED,
    CANCELLED;

    Set<OfferingState> next() {
        return switch (this) {
            case PLANNED -> Set.of(OPEN, CANCELLED);
            case OPEN -> Set.of(CLOSED, CANCELLED);
            case CLOSED -> Set.of(OPEN, CANCELLED);
            case CANCELLED -> Set.of();
        };
    }

    OfferingState transitionTo(OfferingState wanted) {
        Refusal.requireTransition(this, wanted, next());
        return wanted;
    }
}
