package fr.cned.partenariats.enrollment.replica.site;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields of an event of partner.sites.v1 that this service uses. */
record SiteChanged(
        @NotNull UUID id,
        long revision,
        @NotNull UUID partnerId,
        @NotNull String name,
        @Nullable String department,
        @Nullable String region,
        @Nullable Integer hostingCapacity,
        @Nullable List<@Valid Label> labels,
        @Nullable LocalDate endedOn,
        @Nullable String students,
        @Nullable UUID targetSiteId) {

    static final String TYPE = "fr.cned.partenariats.site.changed.v1";

    /** The membership of the site in a network, with its period. */
    record Label(
            @NotNull String networkCode,
            @Nullable LocalDate labelledFrom,
            @Nullable LocalDate labelledTo) {}

    List<Label> labelsOrNone() {
        return labels == null ? List.of() : labels;
    }
}
