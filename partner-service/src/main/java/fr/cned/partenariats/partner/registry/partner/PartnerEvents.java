package fr.cned.partenariats.partner.registry.partner;

import fr.cned.partenariats.commons.events.relay.EntityEvents;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

@Singleton
class PartnerEvents extends EntityEvents<Partner> {

    PartnerEvents(EntityManager em) {
        super(
                em,
                Partner.class,
                "partners",
                "partner.partners.v1",
                "fr.cned.partenariats.partner.changed.v1",
                PartnerChanged::of);
    }
}
