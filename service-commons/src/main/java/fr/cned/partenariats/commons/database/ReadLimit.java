package fr.cned.partenariats.commons.database;

import static fr.cned.partenariats.commons.problem.CommonProblem.TOOK_TOO_LONG;

import fr.cned.partenariats.commons.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The time that a heavy read may take; beyond it the caller gets 503 and the database is free again. */
@ApplicationScoped
public class ReadLimit {

    private final EntityManager em;
    private final Duration limit;

    ReadLimit(EntityManager em, @ConfigProperty(name = "commons.reads.time-limit") Duration limit) {
        this.em = em;
        this.limit = limit;
    }

    /** Bounds each statement of this transaction from here on. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Deadline begin() {
        em.createNativeQuery("select set_config('statement_timeout', ?1, true)", String.class)
                .setParameter(1, Long.toString(limit.toMillis()))
                .getSingleResult();
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    /** When the whole of several statements must be done. */
    public record Deadline(long nanoTime) {

        public void check() {
            if (System.nanoTime() - nanoTime > 0) {
                throw Refusal.of(TOOK_TOO_LONG).retryAfterSeconds(2);
            }
        }
    }
}
