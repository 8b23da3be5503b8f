package fr.cned.partenariats.catalog.replica;

import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields that this service reads from events of {@code partner.partners.v1}. */
record PartnerChanged(
        @NotNull UUID id,
        long revision,
        @NotNull String state,
        @Nullable List<@NotNull String> revokedClients) {

    static final String TYPE = "fr.cned.partenariats.partner.changed.v1";

    String[] revokedClientIds() {
        return Objects.requireNonNullElse(revokedClients, List.<String>of()).toArray(String[]::new);
    }
}
