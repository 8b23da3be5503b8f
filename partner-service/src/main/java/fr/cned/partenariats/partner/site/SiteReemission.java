package fr.cned.partenariats.partner.site;

import fr.cned.partenariats.partner.reemission.Reemitted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;

/** Makes sites known to the re-emission. */
@ApplicationScoped
class SiteReemission {

    @Produces
    @Dependent
    Reemitted<Site> sites(SiteRepository rows) {
        return new Reemitted<>("sites", rows, Site::id, SiteChanged::of);
    }
}
