package fr.cned.partenariats.catalog.training;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import fr.cned.partenariats.commons.events.relay.StateEvent;
import java.util.UUID;

/** Event with the full state of a training. Contract: {@code contract/events/training-changed.v1.schema.json}. */
record TrainingChanged(
        UUID id,
        long revision,
        TrainingState state,
        @JsonUnwrapped TrainingDetails details) implements StateEvent {

    static TrainingChanged of(Training training) {
        return new TrainingChanged(training.id(), training.revision(), training.state(), training.details());
    }
}
