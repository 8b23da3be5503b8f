package fr.cned.partenariats.catalog.offering;

import fr.cned.partenariats.catalog.training.ContestRoute;
import fr.cned.partenariats.catalog.training.Modality;
import fr.cned.partenariats.commons.events.relay.StateEvent;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Event with the full state of an offering. Contract: {@code contract/events/offering-changed.v1.schema.json}. */
record OfferingChanged(
        UUID id,
        long revision,
        UUID trainingId,
        String trainingCode,
        String academicYear,
        Modality modality,
        @Nullable ContestRoute route,
        @Nullable LocalDate enrollmentOpensOn,
        @Nullable LocalDate enrollmentClosesOn,
        LocalDate startsOn,
        LocalDate endsOn,
        int capacity,
        int waitingListSize,
        Money price,
        OfferingState state,
        List<String> restrictedToNetworks)
        implements StateEvent {

    static OfferingChanged of(Offering offering) {
        OfferingDetails details = offering.details();
        return new OfferingChanged(
                offering.id(),
                offering.revision(),
                offering.trainingId(),
                offering.trainingCode(),
                details.academicYear(),
                details.modality(),
                details.route(),
                details.enrollmentOpensOn(),
                details.enrollmentClosesOn(),
                details.startsOn(),
                details.endsOn(),
                details.capacity(),
                details.waitingListSize(),
                details.price(),
                offering.state(),
                details.restrictedToNetworks());
    }
}
