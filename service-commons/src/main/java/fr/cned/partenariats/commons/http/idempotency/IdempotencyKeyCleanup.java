package fr.cned.partenariats.commons.http.idempotency;

import fr.cned.partenariats.commons.base.database.OldRows;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;

/** Deletes expired idempotency keys. Concurrent instances skip each other's rows. */
@ApplicationScoped
class IdempotencyKeyCleanup {

    private final OldRows rows;

    IdempotencyKeyCleanup(OldRows rows) {
        this.rows = rows;
    }

    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @AllTenants
    void run() {
        rows.deleteAfterDays("idempotency_key", "created_at", IdempotencyStore.DAYS_KEPT);
    }
}
