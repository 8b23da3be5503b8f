package fr.cned.partenariats.partner.need;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A training that a partner asks the catalogue to add. */
public record ExpressNeed(
        @Schema(description = "Who needs it; a partner may leave its own id out.") @Nullable
        UUID partnerId,

        @NotBlank @Size(max = 200) String title,
        @Size(max = 5000) @Nullable String description,

        @Schema(description = "Level of the French framework (equal to EQF).") @Min(3) @Max(8) @Nullable
        Integer level,

        @Schema(description = "How many would enrol in a year.") @Min(1) @Max(100_000) @Nullable
        Integer expectedEnrollments) {}
