package fr.cned.partenariats.catalog.offering;

import fr.cned.partenariats.commons.http.Preconditions;
import jakarta.ws.rs.core.EntityTag;
import org.jspecify.annotations.Nullable;

/**
 * The entity tag of an offering: its version, and the revision of its places, since a reader sees both.
 * A change is made on the version alone: places come and go without making an edit stale.
 */
final class OfferingTag {

    private OfferingTag() {}

    static EntityTag of(OfferingView offering) {
        return offering.places() == null
                ? Preconditions.tag(offering.version())
                : new EntityTag(offering.version() + "-" + offering.places().revision());
    }

    /** What a client sends in {@code If-Match}, without the places. */
    static @Nullable String withoutPlaces(@Nullable String ifMatch) {
        return ifMatch == null ? null : ifMatch.replaceAll("\"(\\d+)-\\d+\"", "\"$1\"");
    }
}
