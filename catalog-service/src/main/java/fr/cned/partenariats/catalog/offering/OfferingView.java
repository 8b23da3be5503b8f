package fr.cned.partenariats.catalog.offering;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An offering as readers see it.
 *
 * @param places absent until the enrollments have reported on it
 */
public record OfferingView(
        UUID id,
        long version,
        OfferingState state,
        String trainingCode,
        @JsonUnwrapped OfferingContent content,
        @Nullable PlacesView places) {

    static OfferingView of(Offering offering, @Nullable OfferingPlaces places) {
        return new OfferingView(
                offering.id(),
                offering.version(),
                offering.state(),
                offering.trainingCode(),
                offering.content(),
                places == null ? null : places.view());
    }
}
