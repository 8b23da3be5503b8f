package fr.cned.partenariats.partner.demand.need;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The request for a training that the catalogue does not have. */
public record CreateTrainingNeed(
        @Nullable UUID partnerId,
        @NotBlank @Size(max = 200) String title,
        @Size(max = 5000) @Nullable String description,

        @Schema(description = "Level of the French qualifications framework (equal to the EQF level).")
        @Min(3)
        @Max(8)
        @Nullable
        Integer level,

        @Schema(description = "Expected enrollments per year.") @Min(1) @Max(100_000) @Nullable
        Integer expectedEnrollments) {}
