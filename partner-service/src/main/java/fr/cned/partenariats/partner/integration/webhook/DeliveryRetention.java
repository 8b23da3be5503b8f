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

    private final OldRows rows;
    private final Clock clock;

    DeliveryRetention(OldRows rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    @Scheduled(every = "1h", delayed = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @AllTenants
    void run() {
        rows.delete("webhook_delivery", "created_at", clock.instant().minus(KEPT));
    }
}
