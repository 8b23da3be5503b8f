package fr.cned.partenariats.partner.need;

import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A training need as clients see it. */
public record TrainingNeedView(
        UUID id,

        @Schema(description = "Grows with each change; the ETag.")
        long revision,

        UUID partnerId,
        String title,
        @Nullable String description,
        @Nullable Integer level,
        @Nullable Integer expectedEnrollments,
        LocalDate expressedOn,
        NeedState state,

        @Schema(description = "The day from which it is in this state.")
        LocalDate stateSince,

        @Schema(description = "The training that it became or becomes, once ACCEPTED.") @Nullable
        String trainingCode,

        @Schema(description = "Why it was DECLINED.") @Nullable
        String reason) {}
