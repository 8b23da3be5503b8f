package fr.cned.partenariats.catalog.replica;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.UUID;

/** The fields that this service reads from events of {@code enrollment.seats.v1}: the figures of one seat quota. */
record SeatsChanged(
        @NotNull UUID id,
        long revision,
        @PositiveOrZero int granted,
        @PositiveOrZero int used) {

    static final String TYPE = "fr.cned.partenariats.seats.changed.v1";
}
