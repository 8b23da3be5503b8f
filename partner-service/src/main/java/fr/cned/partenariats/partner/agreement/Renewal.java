package fr.cned.partenariats.partner.agreement;

import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** When the agreement that renews another holds, and under which framework. */
public record Renewal(
        @Schema(description = "After the day on which the renewed one started.") @NotNull
        LocalDate startsOn,

        @Nullable LocalDate endsOn,

        @Schema(
                description = "The framework that the new one stands under, such as the old one's own renewal;"
                        + " the same as before when not given.")
        @Nullable
        UUID parentId) {}
