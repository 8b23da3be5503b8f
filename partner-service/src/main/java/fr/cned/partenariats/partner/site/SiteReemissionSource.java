package fr.cned.partenariats.partner.site;

import fr.cned.partenariats.commons.reemission.ReemissionSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Sends the current state of the sites again. */
@ApplicationScoped
class SiteReemissionSource implements ReemissionSource {

    private final SiteRepository sites;

    SiteReemissionSource(SiteRepository sites) {
        this.sites = sites;
    }

    @Override
    public String name() {
        return "sites";
    }

    @Override
    public List<SiteChanged> lockNextChunk(UUID after, int size) {
        return sites.lockAfter(after, size).stream().map(SiteChanged::of).toList();
    }
}
