package fr.cned.partenariats.commons.reemission;

import fr.cned.partenariats.commons.audit.Audit;
import fr.cned.partenariats.commons.audit.AuditedChange;
import fr.cned.partenariats.commons.outbox.Outbox;
import fr.cned.partenariats.commons.outbox.OutboxEvent;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Sends the current state of every aggregate again, for consumers that lost it. Revisions do not change. Each chunk is
 * one transaction, so no row stays locked for long; a caller's own transaction is suspended.
 */
@ApplicationScoped
public class Reemission {

    static final int CHUNK = 500;

    private static final UUID BELOW_ALL = new UUID(0, 0);

    private final Instance<ReemissionSource> sources;
    private final Outbox outbox;
    private final Audit audit;

    Reemission(@Any Instance<ReemissionSource> sources, Outbox outbox, Audit audit) {
        this.sources = sources;
        this.outbox = outbox;
        this.audit = audit;
    }

    /** Writes one audit entry, then the events of all aggregates that the caller may see. */
    public ReemissionCounts emitAll() {
        audit.recordInNewTransaction(AuditedChange.of("re-emission", null));
        TreeMap<String, Integer> counts = new TreeMap<>();
        sources.forEach(source -> counts.merge(source.name(), emit(source), Integer::sum));
        return new ReemissionCounts(counts);
    }

    private int emit(ReemissionSource source) {
        int count = 0;
        UUID after = BELOW_ALL;
        List<? extends OutboxEvent> chunk;
        do {
            UUID last = after;
            chunk = QuarkusTransaction.requiringNew().call(() -> emitChunk(source, last));
            count += chunk.size();
            after = chunk.isEmpty()
                    ? last
                    : UUID.fromString(chunk.get(chunk.size() - 1).key());
        } while (!chunk.isEmpty());
        return count;
    }

    private List<? extends OutboxEvent> emitChunk(ReemissionSource source, UUID after) {
        List<? extends OutboxEvent> events = source.lockNextChunk(after, CHUNK);
        outbox.append(events);
        return events;
    }
}
