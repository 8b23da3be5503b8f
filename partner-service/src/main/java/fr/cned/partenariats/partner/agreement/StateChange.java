package fr.cned.partenariats.partner.agreement;

import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Since when something holds, and why. */
public record StateChange(
        @Schema(description = "Today if not given; may be past, not to come.") @Nullable
        LocalDate since,

        @Size(min = 1, max = 1000) @Nullable String reason) {}
