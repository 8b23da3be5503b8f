package fr.cned.partenariats.commons.idempotency;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/** Removes answers past their time, a bounded number at once so that no lock is held for long. */
@ApplicationScoped
class ForgetOldKeys {

    private static final String DELETE = """
            delete from idempotency_key where (client, key) in (
              select client, key from idempotency_key
              where created_at < now() - make_interval(days => :days)
              order by created_at limit 5000 for update skip locked)""";

    private final EntityManager em;

    ForgetOldKeys(EntityManager em) {
        this.em = em;
    }

    @Scheduled(every = "10m", delayed = "1m")
    @Transactional
    void run() {
        em.createNativeQuery(DELETE)
                .setParameter("days", IdempotencyStore.DAYS_KEPT)
                .executeUpdate();
    }
}
