package fr.cned.partenariats.parking.level;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.UUID;

record LevelChanged(
        @NotNull UUID id,
        long revision,
        @NotNull String name,
        @PositiveOrZero int free) {}
