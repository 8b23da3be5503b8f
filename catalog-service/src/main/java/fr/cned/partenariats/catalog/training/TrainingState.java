package fr.cned.partenariats.catalog.training;

import fr.cned.partenariats.commons.problem.Refusal;
import java.util.Set;

/** State of a training: {@code DRAFT → PUBLISHED → ARCHIVED}, never back. */
public enum TrainingState {
    DRAFT,
    PUBLISHED,
    ARCHIVED;

    Set<TrainingState> next() {
        return switch (this) {
            case DRAFT -> Set.of(PUBLISHED);
            case PUBLISHED -> Set.of(ARCHIVED);
            case ARCHIVED -> Set.of();
        };
    }

    TrainingState transitionTo(TrainingState wanted) {
        if (!next().contains(wanted)) {
            throw Refusal.illegalTransition(this, wanted, next());
        }
        return wanted;
    }
}
