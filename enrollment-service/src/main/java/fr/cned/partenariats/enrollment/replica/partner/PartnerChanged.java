package fr.cned.partenariats.enrollment.replica.partner;

import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields of an event of partner.partners.v1 that this service uses. */
record PartnerChanged(
        @NotNull UUID id,
        long revision,
        @NotNull String kind,
        @NotNull String legalName,
        @NotNull String relation,
        @NotNull String state,
        @Nullable UUID parentId,
        @Nullable Identifiers identifiers,
        @Nullable String department,
        @Nullable String region,
        @Nullable List<@NotNull String> revokedClients) {

    static final String TYPE = "fr.cned.partenariats.partner.changed.v1";

    /** The registered numbers of the partner. */
    record Identifiers(@Nullable String siret, @Nullable String uai) {}

    @Nullable
    String siret() {
        return identifiers == null ? null : identifiers.siret();
    }

    @Nullable
    String uai() {
        return identifiers == null ? null : identifiers.uai();
    }

    String[] revokedClientIds() {
        return Objects.requireNonNullElse(revokedClients, List.<String>of()).toArray(String[]::new);
    }
}
