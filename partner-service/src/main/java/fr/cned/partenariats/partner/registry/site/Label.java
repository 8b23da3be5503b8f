package fr.cned.partenariats.partner.registry.site;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A label of a site, with the code of the network. */
public record Label(
        UUID networkId,
        String networkCode,
        @Nullable LocalDate labelledFrom,
        @Nullable LocalDate labelledTo) {

    static Label of(LabelDetails details, String networkCode) {
        return new Label(details.networkId(), networkCode, details.labelledFrom(), details.labelledTo());
    }

    /** The part of the label until a day; empty when it begins later. */
    Optional<Label> until(LocalDate day) {
        if (labelledFrom != null && labelledFrom.isAfter(day)) {
            return Optional.empty();
        }
        return Optional.of(details().goesBeyond(day) ? new Label(networkId, networkCode, labelledFrom, day) : this);
    }

    LabelDetails details() {
        return new LabelDetails(networkId, labelledFrom, labelledTo);
    }
}
