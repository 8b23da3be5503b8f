package fr.cned.partenariats.commons.http.idempotency;

import fr.cned.partenariats.commons.base.database.OldRows;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;

/** Deletes expired idempotency keys. Concurrent instances skip each other's rows. */
@ApplicationScoped
class IdempotencyKeyCleanup {

    private static final String DELETE = """
            delete from idempotency_key where ctid = any (array(
              select ctid from idempotency_key
              where created_at < now() - make_interval(days => :before)
              order by created_at limit :batch for update skip locked))""";

    private final OldRows rows;

    IdempotencyKeyCleanup(OldRows rows) {
        this.rows = rows;
    }

    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @AllTenants
    void run() {
        rows.delete(DELETE, IdempotencyStore.DAYS_KEPT);
    }
}
