package fr.cned.partenariats.partner.opportunity;

import fr.cned.partenariats.commons.reemission.ReemissionSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Sends the current state of the opportunities again. */
@ApplicationScoped
class OpportunityReemissionSource implements ReemissionSource {

    private final OpportunityRepository opportunities;

    OpportunityReemissionSource(OpportunityRepository opportunities) {
        this.opportunities = opportunities;
    }

    @Override
    public String name() {
        return "opportunities";
    }

    @Override
    public List<OpportunityChanged> lockNextChunk(UUID after, int size) {
        return opportunities.lockAfter(after, size).stream()
                .map(OpportunityChanged::of)
                .toList();
    }
}
