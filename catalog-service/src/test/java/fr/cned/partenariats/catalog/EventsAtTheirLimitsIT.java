package fr.cned.partenariats.catalog;

import fr.cned.partenariats.commons.testing.EventLimits;
import org.junit.jupiter.api.Test;

/** This service takes in whatever the schemas of the producers allow: no such event becomes a dead letter. */
@CatalogIT
class EventsAtTheirLimitsIT {

    @Test
    void agreements() {
        EventLimits.of("../partner-service/contract/events/agreement-changed.v1.schema.json")
                .assertTakenIn(
                        "partner.agreements.v1", "fr.cned.partenariats.agreement.changed.v1", "agreement_view", "id");
    }

    @Test
    void sites() {
        EventLimits.of("../partner-service/contract/events/site-changed.v1.schema.json")
                .assertTakenIn("partner.sites.v1", "fr.cned.partenariats.site.changed.v1", "site_view", "id");
    }

    @Test
    void seats() {
        EventLimits.of("../enrollment-service/contract/events/seats-changed.v1.schema.json")
                .assertTakenIn(
                        "enrollment.seats.v1", "fr.cned.partenariats.seats.changed.v1", "seat_count", "quota_id");
    }

    @Test
    void networks() {
        EventLimits.of("../partner-service/contract/events/network-changed.v1.schema.json")
                .assertTakenIn("partner.networks.v1", "fr.cned.partenariats.network.changed.v1", "network_view", "id");
    }

    @Test
    void places() {
        EventLimits.of("../enrollment-service/contract/events/places-changed.v1.schema.json")
                .assertTakenIn(
                        "enrollment.places.v1",
                        "fr.cned.partenariats.places.changed.v1",
                        "offering_places",
                        "offering_id");
    }
}
