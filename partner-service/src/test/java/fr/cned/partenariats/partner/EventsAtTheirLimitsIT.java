package fr.cned.partenariats.partner;

import fr.cned.partenariats.commons.testing.EventLimits;
import org.junit.jupiter.api.Test;

/** This service takes in whatever the schemas of the producers allow: no such event becomes a dead letter. */
@PartnerIT
class EventsAtTheirLimitsIT {

    @Test
    void trainings() {
        EventLimits.of("../catalog-service/contract/events/training-changed.v1.schema.json")
                .assertTakenIn(
                        "catalog.trainings.v1",
                        "fr.cned.partenariats.training.changed.v1",
                        "training_family",
                        "training_id");
    }

    @Test
    void seats() {
        EventLimits.of("../enrollment-service/contract/events/seats-changed.v1.schema.json")
                .assertTakenIn(
                        "enrollment.seats.v1", "fr.cned.partenariats.seats.changed.v1", "seat_usage", "quota_id");
    }
}
