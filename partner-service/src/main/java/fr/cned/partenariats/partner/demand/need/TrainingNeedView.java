package fr.cned.partenariats.partner.demand.need;

import fr.cned.partenariats.commons.http.Revisioned;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

public record TrainingNeedView(
        UUID id,

        @Schema(description = "Increases with each change. The ETag.")
        long revision,

        UUID partnerId,
        String title,
        @Nullable String description,
        @Nullable Integer level,
        @Nullable Integer expectedEnrollments,
        LocalDate expressedOn,
        TrainingNeedState state,

        @Schema(description = "The day on which the present state began.")
        LocalDate stateSince,

        @Schema(description = "The training that covers the need. Present once `ACCEPTED`.") @Nullable
        String trainingCode,

        @Schema(description = "Why the need was `DECLINED`.") @Nullable
        String reason)
        implements Revisioned {}
