package fr.cned.partenariats.partner.replica.training;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.UUID;

/** The fields of a {@code catalog.trainings.v1} event that this service reads. */
record TrainingChanged(
        @NotNull UUID id,
        @PositiveOrZero long revision,
        @NotNull String code,
        @NotNull String family) {

    static final String TYPE = "fr.cned.partenariats.training.changed.v1";
}
