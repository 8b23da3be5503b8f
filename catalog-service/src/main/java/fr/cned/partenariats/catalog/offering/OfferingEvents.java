package fr.cned.partenariats.catalog.offering;

import fr.cned.partenariats.commons.events.relay.EntityEvents;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

@Singleton
class OfferingEvents extends EntityEvents<Offering> {

    OfferingEvents(EntityManager em) {
        super(em, Offering.class, "catalog.offerings.v1", OfferingChanged::of);
    }
}
