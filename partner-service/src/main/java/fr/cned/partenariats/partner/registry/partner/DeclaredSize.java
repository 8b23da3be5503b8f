package fr.cned.partenariats.partner.registry.partner;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/** The number of members that a partner declares, such as 2 200 establishments of Logis-Hôtels. It is not counted. */
public record DeclaredSize(
        @NotNull @Min(1) @Max(10_000_000) Integer value,
        @NotNull Boolean approximate) {}
