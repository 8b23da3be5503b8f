package fr.cned.partenariats.catalog.partner;

import jakarta.validation.constraints.NotNull;
import java.util.UUID;

/** The fields that this service reads from events of {@code partner.partners.v1}. */
record PartnerChanged(
        @NotNull UUID id, long revision, @NotNull String state) {

    static final String TYPE = "fr.cned.partenariats.partner.changed.v1";
}
