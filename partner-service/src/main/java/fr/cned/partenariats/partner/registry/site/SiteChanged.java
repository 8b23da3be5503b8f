package fr.cned.partenariats.partner.registry.site;

import fr.cned.partenariats.commons.events.relay.StateEvent;
import fr.cned.partenariats.partner.registry.partner.Address;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The current state of a site, without its tutor and operator. Contract: {@code contract/events/site-changed.v1.schema.json}. */
record SiteChanged(
        UUID id,
        long revision,
        UUID partnerId,
        String name,
        @Nullable String department,
        @Nullable String region,
        @Nullable Integer hostingCapacity,
        List<Label> labels,
        @Nullable LocalDate endedOn,
        @Nullable StudentsDecision students,
        @Nullable UUID targetSiteId)
        implements StateEvent {

    static SiteChanged of(Site site) {
        SiteDetails details = site.details();
        Address address = details.address();
        SiteEnd end = site.ending();
        return new SiteChanged(
                site.id(),
                site.revision(),
                site.partnerId(),
                details.name(),
                address == null ? null : address.department(),
                address == null ? null : address.region(),
                details.hostingCapacity(),
                site.labels(),
                end == null ? null : end.endedOn(),
                end == null ? null : end.students(),
                end == null ? null : end.targetSiteId());
    }
}
