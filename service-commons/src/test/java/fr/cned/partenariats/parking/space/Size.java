package fr.cned.partenariats.parking.space;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;

record Size(@NotNull @Positive Integer length, @Nullable Integer width) {}
