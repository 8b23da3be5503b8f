package fr.cned.partenariats.partner.site;

import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** That a site belongs to a network, and when. */
public record LabelDetails(
        @NotNull UUID networkId,

        @Schema(description = "Absent when not known.") @Nullable
        LocalDate labelledFrom,

        @Schema(description = "The last day; absent while it lasts.") @Nullable
        LocalDate labelledTo) {

    boolean endsBeforeItStarts() {
        return labelledFrom != null && labelledTo != null && labelledTo.isBefore(labelledFrom);
    }

    boolean overlaps(LabelDetails other) {
        return networkId.equals(other.networkId) && !endsBefore(other) && !other.endsBefore(this);
    }

    private boolean endsBefore(LabelDetails other) {
        return labelledTo != null && other.labelledFrom != null && labelledTo.isBefore(other.labelledFrom);
    }
}
