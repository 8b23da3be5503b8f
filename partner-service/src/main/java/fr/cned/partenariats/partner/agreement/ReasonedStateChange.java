package fr.cned.partenariats.partner.agreement;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Like {@link StateChange}, for what must not happen without a reason. */
public record ReasonedStateChange(
        @Schema(description = "Today if not given; may be past, not to come.") @Nullable
        LocalDate since,

        @NotBlank @Size(max = 1000) String reason) {}
