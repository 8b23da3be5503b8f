package fr.cned.partenariats.catalog.training;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/** Trainings to be published together. */
public record TrainingBatch(@NotEmpty @Size(max = 100) List<@NotNull @Valid TrainingContent> trainings) {

    /** What became of them, in their order. */
    public record Published(List<TrainingView> trainings) {}
}
