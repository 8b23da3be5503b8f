package fr.cned.partenariats.partner.agreement;

import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The dates and the framework of a renewal. */
public record Renewal(
        @Schema(description = "Must be after the start of the agreement that is renewed.") @NotNull
        LocalDate startsOn,

        @Nullable LocalDate endsOn,

        @Schema(
                description = "The framework of the renewal, such as the renewal of the old framework;"
                        + " the old framework if not given.")
        @Nullable
        UUID parentId) {}
