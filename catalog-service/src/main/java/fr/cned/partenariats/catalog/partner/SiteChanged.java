package fr.cned.partenariats.catalog.partner;

import static fr.cned.partenariats.catalog.query.Lists.distinct;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What this service reads of partner-service's {@code partner.sites.v1}: which networks a partner's sites belong to, and when. */
record SiteChanged(@NotNull UUID id, long revision, @NotNull UUID partnerId, List<@NotNull @Valid Label> labels) {

    static final String TYPE = "fr.cned.partenariats.site.changed.v1";

    SiteChanged {
        labels = distinct(labels);
    }

    record Label(
            @NotNull String networkCode,
            @Nullable LocalDate labelledFrom,
            @Nullable LocalDate labelledTo) {}
}
