package fr.cned.partenariats.enrollment.partner;

import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What this service reads of partner.partners.v1. */
record PartnerChanged(
        @NotNull UUID id,
        long revision,
        @NotNull String kind,
        @NotNull String legalName,
        @NotNull String relation,
        @NotNull String state,
        @Nullable String department,
        @Nullable String region) {

    static final String TYPE = "fr.cned.partenariats.partner.changed.v1";
}
