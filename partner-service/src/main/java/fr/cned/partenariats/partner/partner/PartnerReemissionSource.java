package fr.cned.partenariats.partner.partner;

import fr.cned.partenariats.commons.reemission.ReemissionSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Sends the current state of the partners again. */
@ApplicationScoped
class PartnerReemissionSource implements ReemissionSource {

    private final PartnerRepository partners;

    PartnerReemissionSource(PartnerRepository partners) {
        this.partners = partners;
    }

    @Override
    public String name() {
        return "partners";
    }

    @Override
    public List<PartnerChanged> lockNextChunk(UUID after, int size) {
        return partners.lockAfter(after, size).stream().map(PartnerChanged::of).toList();
    }
}
