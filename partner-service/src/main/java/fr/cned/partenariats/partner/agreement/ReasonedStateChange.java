package fr.cned.partenariats.partner.agreement;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Like {@link StateChange}, with a required reason. */
public record ReasonedStateChange(
        @Schema(description = "The day from which it is effective: today if not given, never in the future.") @Nullable
        LocalDate since,

        @NotBlank @Size(max = 1000) String reason) {}
