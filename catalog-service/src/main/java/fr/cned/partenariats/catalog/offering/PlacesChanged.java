package fr.cned.partenariats.catalog.offering;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Instant;
import java.util.UUID;

/** The fields that this service reads from events of {@code enrollment.places.v1}. */
record PlacesChanged(
        @NotNull UUID id,
        long revision,
        @PositiveOrZero int requested,
        @PositiveOrZero int granted,
        @PositiveOrZero int used,
        @PositiveOrZero int waiting,
        @NotNull Instant asOf) {

    static final String TYPE = "fr.cned.partenariats.places.changed.v1";
}
