package fr.cned.partenariats.partner.registry.site;

import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The label that a network gives to a site for a period. */
public record LabelDetails(
        @NotNull UUID networkId,
        @Nullable LocalDate labelledFrom,
        @Nullable LocalDate labelledTo) {

    boolean endsBeforeItStarts() {
        return labelledFrom != null && labelledTo != null && labelledTo.isBefore(labelledFrom);
    }

    boolean goesBeyond(LocalDate day) {
        return labelledTo == null || labelledTo.isAfter(day);
    }

    boolean overlaps(LabelDetails other) {
        return networkId.equals(other.networkId) && !endsBefore(other) && !other.endsBefore(this);
    }

    private boolean endsBefore(LabelDetails other) {
        return labelledTo != null && other.labelledFrom != null && labelledTo.isBefore(other.labelledFrom);
    }
}
