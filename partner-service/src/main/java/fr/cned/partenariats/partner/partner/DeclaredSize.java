package fr.cned.partenariats.partner.partner;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many members a partner says it has, such as the 2 200 establishments of Logis-Hôtels; not one row each. */
public record DeclaredSize(
        @NotNull @Min(1) @Max(10_000_000) Integer value,

        @Schema(description = "Whether the figure is a rounded one.") @NotNull
        Boolean approximate) {}
