package fr.cned.partenariats.commons.changes;

import fr.cned.partenariats.commons.tenancy.AllTenants;
import io.quarkus.arc.All;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;

/**
 * Deletes old changes, one batch in a transaction. They live a day longer than a cursor: a transaction can take its id
 * later than the time that its changes have.
 */
@ApplicationScoped
class ChangeRetention {

    static final int BATCH = 1_000;

    private static final Duration KEPT = ChangeFeed.READABLE.plusDays(1);

    /** Looks at the first rows only: the primary key has nearly the order of time. */
    private static final String DELETE = """
            delete from %1$s c
            using (select xid, id, recorded_at from %1$s order by xid, id limit :batch) first
            where c.xid = first.xid and c.id = first.id and first.recorded_at < now() - make_interval(days => :days)""";

    private final List<ChangeSource<?>> sources;
    private final EntityManager em;

    ChangeRetention(@All List<ChangeSource<?>> sources, EntityManager em) {
        this.sources = sources;
        this.em = em;
    }

    @Scheduled(every = "1h", delayed = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @AllTenants
    void run() {
        for (ChangeSource<?> source : sources) {
            int removed;
            do {
                removed = QuarkusTransaction.requiringNew().call(() -> removeBatch(source.table()));
            } while (removed == BATCH);
        }
    }

    private int removeBatch(String table) {
        return em.createNativeQuery(DELETE.formatted(table))
                .setParameter("batch", BATCH)
                .setParameter("days", (int) KEPT.toDays())
                .executeUpdate();
    }
}
