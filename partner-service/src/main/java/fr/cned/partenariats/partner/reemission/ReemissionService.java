package fr.cned.partenariats.partner.reemission;

import fr.cned.partenariats.commons.audit.Audit;
import fr.cned.partenariats.commons.audit.AuditedChange;
import fr.cned.partenariats.commons.outbox.Outbox;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells the current state of everything again, for a consumer that lost it; revisions stay as they are. */
@ApplicationScoped
class ReemissionService {

    private static final int CHUNK = 200;

    private final Instance<Reemitted<?>> aggregates;
    private final Outbox outbox;
    private final Audit audit;

    ReemissionService(@Any Instance<Reemitted<?>> aggregates, Outbox outbox, Audit audit) {
        this.aggregates = aggregates;
        this.outbox = outbox;
        this.audit = audit;
    }

    /** How many of each, by name. In chunks, each a transaction of its own, so that no row stays locked for long. */
    Map<String, Integer> emitAll() {
        audit.recordAlone(AuditedChange.of("re-emission", null));
        Map<String, Integer> counts = new TreeMap<>();
        for (Reemitted<?> aggregate : aggregates) {
            counts.put(aggregate.name(), emit(aggregate));
        }
        return counts;
    }

    private <T> int emit(Reemitted<T> aggregate) {
        int count = 0;
        @Nullable UUID after = null;
        int last;
        do {
            @Nullable UUID from = after;
            List<T> rows = QuarkusTransaction.requiringNew().call(() -> emitChunk(aggregate, from));
            last = rows.size();
            count += last;
            after = last == 0 ? after : aggregate.id().apply(rows.get(last - 1));
        } while (last == CHUNK);
        return count;
    }

    private <T> List<T> emitChunk(Reemitted<T> aggregate, @Nullable UUID after) {
        List<T> rows = aggregate.lockAfter(after, CHUNK);
        outbox.append(rows.stream().map(aggregate.event()).toList());
        return rows;
    }
}
