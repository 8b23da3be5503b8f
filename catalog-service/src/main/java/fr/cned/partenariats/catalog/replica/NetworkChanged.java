package fr.cned.partenariats.catalog.replica;

import jakarta.validation.constraints.NotNull;
import java.util.UUID;

/** The fields that this service reads from events of {@code partner.networks.v1}. */
record NetworkChanged(
        @NotNull UUID id, long revision, @NotNull String code) {

    static final String TYPE = "fr.cned.partenariats.network.changed.v1";
}
