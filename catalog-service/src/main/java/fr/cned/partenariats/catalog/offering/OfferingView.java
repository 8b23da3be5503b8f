package fr.cned.partenariats.catalog.offering;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import fr.cned.partenariats.commons.http.Revisioned;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An offering as the API shows it.
 *
 * @param places absent until enrollment-service has reported them
 */
public record OfferingView(
        UUID id,
        long revision,
        OfferingState state,
        String trainingCode,
        @JsonUnwrapped OfferingDetails details,
        @Nullable PlacesView places)
        implements Revisioned {

    static OfferingView of(Offering offering, @Nullable OfferingPlaces places) {
        return new OfferingView(
                offering.id(),
                offering.revision(),
                offering.state(),
                offering.trainingCode(),
                offering.details(),
                places == null ? null : places.view());
    }

    /** Places change without the offering, so the tag includes their revision. */
    @Override
    public String entityTag() {
        return places == null ? Revisioned.super.entityTag() : revision + "-" + places.revision();
    }
}
