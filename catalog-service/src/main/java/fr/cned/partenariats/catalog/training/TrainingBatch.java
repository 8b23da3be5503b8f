package fr.cned.partenariats.catalog.training;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/** Creates and publishes up to 100 trainings in one transaction. */
public record TrainingBatch(@NotEmpty @Size(max = 100) List<@NotNull @Valid TrainingDetails> trainings) {

    /** The created trainings, in the order of the request. */
    public record CreatedTrainings(List<TrainingView> trainings) {}
}
