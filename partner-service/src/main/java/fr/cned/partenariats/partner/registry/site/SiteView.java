package fr.cned.partenariats.partner.registry.site;

import fr.cned.partenariats.commons.http.propagation.Propagated;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.partner.FieldVisibility;
import fr.cned.partenariats.partner.registry.partner.Address;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public record SiteView(
        UUID id,
        long revision,
        UUID partnerId,
        String name,
        @Nullable Address address,
        @Nullable Integer hostingCapacity,
        List<String> equipment,
        @Nullable Tutor tutor,
        @Nullable Operator operator,
        List<Label> labels,
        @Nullable SiteEnd end)
        implements Propagated {

    static SiteView of(Site site, Caller caller) {
        SiteDetails details = site.details();
        SiteEnd end = site.ending();
        return new SiteView(
                site.id(),
                site.revision(),
                site.partnerId(),
                details.name(),
                details.address(),
                details.hostingCapacity(),
                details.equipment(),
                FieldVisibility.showsPersonalData(caller) ? details.tutor() : null,
                details.operator(),
                site.labels(),
                end == null ? null : end.withReason(FieldVisibility.reason(caller, end.reason())));
    }
}
