package fr.cned.partenariats.catalog.replica;

import static fr.cned.partenariats.catalog.DistinctList.distinct;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields that this service reads from events of {@code partner.sites.v1}. */
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
