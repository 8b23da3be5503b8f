package fr.cned.partenariats.parking.space;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

record SpaceRequest(
        @NotBlank @Size(max = 20) String label,
        @NotNull Kind kind,
        @Max(50) int floor,
        @Valid fr.cned.partenariats.parking.space.@Nullable Size size,
        @Nullable String note) {}
