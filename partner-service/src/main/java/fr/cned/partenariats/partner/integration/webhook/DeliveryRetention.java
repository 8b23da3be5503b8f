package fr.cned.partenariats.partner.integration.webhook;

import fr.cned.partenariats.commons.base.database.OldRows;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/**
 * Deletes deliveries after 31 days: also those that wait because their webhook is paused or their partner is suspended,
 * and those of deleted webhooks.
 */
@ApplicationScoped
class DeliveryRetention {

    static final Duration KEPT = Duration.ofDays(31);

    private static final String DELETE = """
            delete from webhook_delivery where id = any (array(
              select d.id from webhook_delivery d where d.created_at < :before
              order by d.created_at limit :batch for update skip locked))""";

    private final OldRows rows;
    private final Clock clock;

    DeliveryRetention(OldRows rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    @Scheduled(every = "1h", delayed = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @AllTenants
    void run() {
        rows.delete(DELETE, clock.instant().minus(KEPT));
    }
}
