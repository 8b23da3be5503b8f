package fr.cned.partenariats.partner.registry.partner;

import fr.cned.partenariats.commons.events.relay.EntityEvents;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

@Singleton
class PartnerEvents extends EntityEvents<Partner> {

    PartnerEvents(EntityManager em) {
        super(em, Partner.class, "partner.partners.v1", PartnerChanged::of);
    }
}
