package fr.cned.partenariats.enrollment;

import fr.cned.partenariats.commons.testing.EventLimits;
import org.junit.jupiter.api.Test;

/** This service takes in whatever the schemas of the producers allow: no such event becomes a dead letter. */
@EnrollmentIT
class EventsAtTheirLimitsIT {

    @Test
    void partners() {
        EventLimits.of("../partner-service/contract/events/partner-changed.v1.schema.json")
                .assertTakenIn("partner.partners.v1", "fr.cned.partenariats.partner.changed.v1", "partner_view", "id");
    }

    @Test
    void agreements() {
        EventLimits.of("../partner-service/contract/events/agreement-changed.v1.schema.json")
                .assertTakenIn(
                        "partner.agreements.v1", "fr.cned.partenariats.agreement.changed.v1", "agreement_view", "id");
    }

    @Test
    void networks() {
        EventLimits.of("../partner-service/contract/events/network-changed.v1.schema.json")
                .assertTakenIn("partner.networks.v1", "fr.cned.partenariats.network.changed.v1", "network_view", "id");
    }

    @Test
    void sites() {
        EventLimits.of("../partner-service/contract/events/site-changed.v1.schema.json")
                .assertTakenIn("partner.sites.v1", "fr.cned.partenariats.site.changed.v1", "site_view", "id");
    }

    @Test
    void trainings() {
        EventLimits.of("../catalog-service/contract/events/training-changed.v1.schema.json")
                .assertTakenIn(
                        "catalog.trainings.v1", "fr.cned.partenariats.training.changed.v1", "training_view", "id");
    }

    @Test
    void offerings() {
        EventLimits.of("../catalog-service/contract/events/offering-changed.v1.schema.json")
                .assertTakenIn(
                        "catalog.offerings.v1", "fr.cned.partenariats.offering.changed.v1", "offering_view", "id");
    }
}
