package fr.cned.partenariats.partner.demand.need;

import fr.cned.partenariats.commons.http.Revisioned;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public record TrainingNeedView(
        UUID id,
        long revision,
        UUID partnerId,
        String title,
        @Nullable String description,
        @Nullable Integer level,
        @Nullable Integer expectedEnrollments,
        LocalDate expressedOn,
        TrainingNeedState state,
        LocalDate stateSince,
        @Nullable String trainingCode,
        @Nullable String reason)
        implements Revisioned {}
