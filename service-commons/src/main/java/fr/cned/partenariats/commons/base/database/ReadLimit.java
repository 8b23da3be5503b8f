package fr.cned.partenariats.commons.base.database;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.TOOK_TOO_LONG;

import fr.cned.partenariats.commons.base.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Limits the time of an expensive read. Beyond it the database cancels the statement and the caller gets 503. */
@ApplicationScoped
public class ReadLimit {

    private final EntityManager em;
    private final Duration limit;

    ReadLimit(EntityManager em, @ConfigProperty(name = "commons.reads.time-limit") Duration limit) {
        this.em = em;
        this.limit = limit;
    }

    /** Limits each later statement of this transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Deadline begin() {
        em.createNativeQuery("select set_config('statement_timeout', ?1, true)", String.class)
                .setParameter(1, Long.toString(limit.toMillis()))
                .getSingleResult();
        return deadline();
    }

    /** The deadline of a read of several transactions that begins now. */
    public Deadline deadline() {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    /** The time by which all statements of a read must be done. */
    public record Deadline(long nanoTime) {

        public boolean isOver() {
            return System.nanoTime() - nanoTime > 0;
        }

        /** Rounded up, so that the deadline is over when a statement with this limit is cancelled. At least 1. */
        public int secondsLeft() {
            return 1 + (int) TimeUnit.NANOSECONDS.toSeconds(Math.max(0, nanoTime - System.nanoTime()));
        }

        public void check() {
            if (isOver()) {
                throw tookTooLong();
            }
        }

        /** Waits for one of the places where such a read may run. */
        public void acquire(Semaphore places) {
            try {
                if (!places.tryAcquire(nanoTime - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    throw tookTooLong();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw tookTooLong();
            }
        }

        private static Refusal tookTooLong() {
            return Refusal.of(TOOK_TOO_LONG).retryAfterSeconds(2);
        }
    }
}
