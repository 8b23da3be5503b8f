package fr.cned.partenariats.partner.registry.site;

import fr.cned.partenariats.commons.events.relay.EntityEvents;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

@Singleton
class SiteEvents extends EntityEvents<Site> {

    SiteEvents(EntityManager em) {
        super(em, Site.class, "sites", "partner.sites.v1", "fr.cned.partenariats.site.changed.v1", SiteChanged::of);
    }
}
