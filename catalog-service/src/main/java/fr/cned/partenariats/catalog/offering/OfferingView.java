package fr.cned.partenariats.catalog.offering;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import fr.cned.partenariats.commons.base.problem.Warning;
import fr.cned.partenariats.commons.http.propagation.Propagated;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An offering as the API shows it.
 *
 * @param partnerTerms absent without a partner, and when no agreement of the partner opens the offering today
 * @param places absent until enrollment-service has reported them
 */
public record OfferingView(
        UUID id,
        long revision,
        OfferingState state,
        String trainingCode,
        @Nullable PartnerTerms partnerTerms,
        @JsonUnwrapped OfferingDetails details,
        @Nullable PlacesView places,
        @Nullable List<Warning> warnings)
        implements Propagated {

    static OfferingView of(Offering offering, @Nullable OfferingPlaces places) {
        return of(offering, places, null);
    }

    static OfferingView of(Offering offering, @Nullable OfferingPlaces places, @Nullable PartnerTerms partnerTerms) {
        return new OfferingView(
                offering.id(),
                offering.revision(),
                offering.state(),
                offering.trainingCode(),
                partnerTerms,
                offering.details(),
                places == null ? null : places.view(),
                null);
    }

    OfferingView withWarnings(@Nullable List<Warning> found) {
        return new OfferingView(id, revision, state, trainingCode, partnerTerms, details, places, found);
    }

    /** Places and agreements change without the offering, so the tag includes their revisions. */
    @Override
    public String entityTag() {
        StringBuilder tag = new StringBuilder(Propagated.super.entityTag());
        if (places != null || partnerTerms != null) {
            tag.append('-').append(places == null ? "" : Long.toString(places.revision()));
        }
        return partnerTerms == null ? tag.toString() : tag + "-" + partnerTerms.entityTag();
    }
}
