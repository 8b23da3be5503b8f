package fr.cned.partenariats.catalog.offering;

import fr.cned.partenariats.commons.reemission.ReemissionSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Provides the current state of all offerings for re-emission. */
@ApplicationScoped
class OfferingReemissionSource implements ReemissionSource {

    private final OfferingRepository offerings;

    OfferingReemissionSource(OfferingRepository offerings) {
        this.offerings = offerings;
    }

    @Override
    public String name() {
        return "offerings";
    }

    @Override
    public List<OfferingChanged> lockNextChunk(UUID after, int size) {
        return offerings.lockAfter(after, size).stream()
                .map(OfferingChanged::of)
                .toList();
    }
}
