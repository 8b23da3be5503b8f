package fr.cned.partenariats.catalog.offering;

import fr.cned.partenariats.commons.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

/** Emits the current state of all offerings again, a chunk at a time. */
@ApplicationScoped
public class OfferingReemission {

    private static final int CHUNK = 500;

    private final OfferingRepository offerings;
    private final Outbox outbox;

    OfferingReemission(OfferingRepository offerings, Outbox outbox) {
        this.offerings = offerings;
        this.outbox = outbox;
    }

    /** The ids emitted, in order; empty when there are none after the one given. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public List<UUID> nextChunk(UUID after) {
        List<Offering> chunk = offerings.lockAfter(after, CHUNK);
        outbox.append(chunk.stream().map(OfferingChanged::of).toList());
        return chunk.stream().map(Offering::id).toList();
    }
}
