package fr.cned.partenariats.partner.registry.site;

import java.time.LocalDate;
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

    LabelDetails details() {
        return new LabelDetails(networkId, labelledFrom, labelledTo);
    }
}
