package fr.cned.partenariats.catalog.offering;

import fr.cned.partenariats.catalog.training.Modality;
import fr.cned.partenariats.catalog.training.Route;
import fr.cned.partenariats.commons.outbox.OutboxEvent;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The state of one offering after a change. Contract: {@code contract/events/offering-changed.v1.schema.json}. */
record OfferingChanged(
        UUID id,
        long revision,
        UUID trainingId,
        String trainingCode,
        String academicYear,
        Modality modality,
        @Nullable Route route,
        @Nullable LocalDate enrollmentOpensOn,
        @Nullable LocalDate enrollmentClosesOn,
        LocalDate startsOn,
        LocalDate endsOn,
        int capacity,
        int waitingListSize,
        Money price,
        OfferingState state,
        List<String> restrictedToNetworks)
        implements OutboxEvent {

    static OfferingChanged of(Offering offering) {
        OfferingContent content = offering.content();
        return new OfferingChanged(
                offering.id(),
                offering.version(),
                offering.trainingId(),
                offering.trainingCode(),
                content.academicYear(),
                content.modality(),
                content.route(),
                content.enrollmentOpensOn(),
                content.enrollmentClosesOn(),
                content.startsOn(),
                content.endsOn(),
                content.capacity(),
                content.waitingListSize(),
                content.price(),
                offering.state(),
                content.restrictedToNetworks());
    }

    @Override
    public String topic() {
        return "catalog.offerings.v1";
    }

    @Override
    public String key() {
        return id.toString();
    }

    @Override
    public String type() {
        return "fr.cned.partenariats.offering.changed.v1";
    }
}
