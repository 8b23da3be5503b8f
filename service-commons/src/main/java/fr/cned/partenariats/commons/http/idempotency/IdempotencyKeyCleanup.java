package fr.cned.partenariats.commons.http.idempotency;

import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;

/**
 * Deletes expired idempotency keys. Each transaction deletes one batch, so that locks are short and no statement
 * reaches its timeout. Concurrent instances skip each other's rows.
 */
@ApplicationScoped
class IdempotencyKeyCleanup {

    static final int BATCH = 1_000;

    private static final String DELETE = """
            delete from idempotency_key where ctid = any (array(
              select ctid from idempotency_key
              where created_at < now() - make_interval(days => :days)
              order by created_at limit :batch for update skip locked))""";

    private final EntityManager em;

    IdempotencyKeyCleanup(EntityManager em) {
        this.em = em;
    }

    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @AllTenants
    void run() {
        int removed;
        do {
            removed = QuarkusTransaction.requiringNew().call(this::removeBatch);
        } while (removed == BATCH);
    }

    private int removeBatch() {
        return em.createNativeQuery(DELETE)
                .setParameter("days", IdempotencyStore.DAYS_KEPT)
                .setParameter("batch", BATCH)
                .executeUpdate();
    }
}
