package fr.cned.partenariats.catalog.training;

import fr.cned.partenariats.commons.base.problem.Refusal;
import java.util.Set;

/** State of a training. An archived one keeps its code, so a publication must bring it back. */
public enum TrainingState {
    DRAFT,
    PUBLISHED,
    ARCHIVED;

    Set<TrainingState> next() {
        return switch (this) {
            case DRAFT -> Set.of(PUBLISHED);
            case PUBLISHED -> Set.of(ARCHIVED);
            case ARCHIVED -> Set.of(PUBLISHED);
        };
    }

    TrainingState transitionTo(TrainingState wanted) {
        Refusal.requireTransition(this, wanted, next());
        return wanted;
    }
}
