package fr.cned.partenariats.catalog.training;

import fr.cned.partenariats.commons.problem.Refusal;
import java.util.Set;

/** {@code DRAFT → PUBLISHED → ARCHIVED}, never back: what was published stays known. */
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

    TrainingState moveTo(TrainingState wanted) {
        if (!next().contains(wanted)) {
            throw Refusal.illegalTransition(this, wanted, next());
        }
        return wanted;
    }
}
