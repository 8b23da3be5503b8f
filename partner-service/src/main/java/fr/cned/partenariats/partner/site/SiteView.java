package fr.cned.partenariats.partner.site;

import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.partner.Disclosure;
import fr.cned.partenariats.partner.partner.Address;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A site as clients see it. */
public record SiteView(
        UUID id,

        @Schema(description = "Grows with each change; the ETag.")
        long revision,

        UUID partnerId,
        String name,
        @Nullable Address address,
        @Nullable Integer hostingCapacity,
        List<String> equipment,

        @Schema(description = "Not shown to operators.") @Nullable
        Tutor tutor,

        List<Label> labels) {

    static SiteView of(Site site, Caller caller) {
        return new SiteView(
                site.id(),
                site.version(),
                site.partnerId(),
                site.name(),
                site.address(),
                site.hostingCapacity(),
                site.equipment(),
                Disclosure.showsContacts(caller) ? site.tutor() : null,
                site.labels());
    }
}
