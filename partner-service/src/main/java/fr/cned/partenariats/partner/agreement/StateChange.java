package fr.cned.partenariats.partner.agreement;

import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The day from which a state change is effective, and its reason. */
public record StateChange(
        @Nullable LocalDate since,
        @Size(min = 1, max = 1000) @Nullable String reason) {}
