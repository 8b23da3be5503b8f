package fr.cned.partenariats.partner.agreement;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Like {@link StateChange}, with a required reason. */
public record ReasonedStateChange(
        @Nullable LocalDate since,
        @NotBlank @Size(max = 1000) String reason) {}
