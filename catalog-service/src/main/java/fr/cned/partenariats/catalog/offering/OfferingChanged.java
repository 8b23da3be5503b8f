package fr.cned.partenariats.catalog.offering;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import fr.cned.partenariats.commons.events.relay.StateEvent;
import java.util.UUID;

/** Event with the full state of an offering. Contract: {@code contract/events/offering-changed.v1.schema.json}. */
record OfferingChanged(
        UUID id,
        long revision,
        String trainingCode,
        OfferingState state,
        @JsonUnwrapped OfferingDetails details) implements StateEvent {

    static OfferingChanged of(Offering offering) {
        return new OfferingChanged(
                offering.id(), offering.revision(), offering.trainingCode(), offering.state(), offering.details());
    }
}
