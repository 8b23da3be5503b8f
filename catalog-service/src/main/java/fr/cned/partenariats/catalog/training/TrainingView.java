package fr.cned.partenariats.catalog.training;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.UUID;

/** A training as readers see it. */
public record TrainingView(
        UUID id,
        long version,
        TrainingState state,
        @JsonUnwrapped TrainingContent content) {

    static TrainingView of(Training training) {
        return new TrainingView(training.id(), training.version(), training.state(), training.content());
    }
}
