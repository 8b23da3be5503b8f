package fr.cned.partenariats.catalog.training;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import fr.cned.partenariats.commons.http.propagation.Propagated;
import java.util.UUID;

public record TrainingView(
        UUID id,
        long revision,
        TrainingState state,
        @JsonUnwrapped TrainingDetails details) implements Propagated {

    static TrainingView of(Training training) {
        return new TrainingView(training.id(), training.revision(), training.state(), training.details());
    }

    /** Without the id of the training need, which belongs to a partner. */
    TrainingView withoutTrainingNeed() {
        return new TrainingView(id, revision, state, details.withoutTrainingNeed());
    }
}
