package fr.cned.partenariats.partner.registry.site;

import fr.cned.partenariats.commons.events.relay.EntityEvents;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

@Singleton
class SiteEvents extends EntityEvents<Site> {

    SiteEvents(EntityManager em) {
        super(em, Site.class, "partner.sites.v1", SiteChanged::of);
    }
}
