package fr.cned.partenariats.partner.integration.webhook;

import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import org.hibernate.Session;

/**
 * Deletes deliveries after 31 days, one batch in a transaction: also those that wait because their webhook is paused or
 * their partner is suspended, and those of deleted webhooks.
 */
@ApplicationScoped
class DeliveryRetention {

    static final int BATCH = 1_000;
    static final Duration KEPT = Duration.ofDays(31);

    private static final String DELETE = """
            delete from webhook_delivery where id = any (array(
              select d.id from webhook_delivery d where d.created_at < :before
              order by d.created_at limit :batch for update skip locked))""";

    private final EntityManager em;
    private final Clock clock;

    DeliveryRetention(EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    @Scheduled(every = "1h", delayed = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @AllTenants
    void run() {
        int removed;
        do {
            removed = QuarkusTransaction.requiringNew().call(this::removeBatch);
        } while (removed == BATCH);
    }

    private int removeBatch() {
        return em.unwrap(Session.class)
                .createNativeMutationQuery(DELETE)
                .setParameter("before", clock.instant().minus(KEPT))
                .setParameter("batch", BATCH)
                .executeUpdate();
    }
}
