package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.commons.problem.DatabaseFailures;
import fr.cned.partenariats.commons.tenancy.AllTenants;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.util.UUID;
import org.hibernate.Session;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the roll-ups of statistics (V086). Triggers note the persons whose enrollments change; the job and each count
 * take these changes in. Another job compares the roll-ups with the rows and repairs differences.
 */
@ApplicationScoped
class StatisticsRollups {

    private static final Logger LOG = Logger.getLogger(StatisticsRollups.class);
    private static final int BATCH = 2_000;
    private static final UUID FIRST = new UUID(0, 0);

    private final EntityManager em;
    private final Counter differences;

    StatisticsRollups(EntityManager em, MeterRegistry metrics) {
        this.em = em;
        this.differences = Counter.builder("statistics.rollup.differences")
                .description("Persons and roll-ups that differed from the enrollments and were counted again")
                .register(metrics);
    }

    /** Takes in all changes that are committed; needs a transaction. A count after it is exact. */
    void fold() {
        boolean more = true;
        while (more) {
            more = foldBatch() == BATCH;
        }
    }

    private int foldBatch() {
        return em.unwrap(Session.class)
                .createNativeQuery("select statistics_fold(:batch)", Integer.class)
                .setParameter("batch", BATCH)
                .getSingleResult();
    }

    @AllTenants
    @Scheduled(every = "1s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void foldChanges() {
        unlessDatabaseIsDown(() -> {
            boolean more = true;
            while (more) {
                more = QuarkusTransaction.requiringNew().call(this::foldBatch) == BATCH;
            }
        });
    }

    /** Reads each enrollment once in a run, in chunks. */
    @AllTenants
    @Scheduled(
            every = "${enrollment.statistics.verify-every}",
            delayed = "5m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void verify() {
        unlessDatabaseIsDown(() -> {
            UUID last = FIRST;
            while (last != null) {
                last = verifyAfter(last);
            }
            if (QuarkusTransaction.requiringNew().call(this::repairRollups)) {
                differences.increment();
                LOG.error("the roll-ups of statistics differed from what they count and were built again");
            }
        });
    }

    private @Nullable UUID verifyAfter(UUID after) {
        Tuple chunk = QuarkusTransaction.requiringNew()
                .call(() -> em.unwrap(Session.class)
                        .createNativeQuery("select last, different from statistics_verify(:after, :size)", Tuple.class)
                        .setParameter("after", after)
                        .setParameter("size", BATCH)
                        .addScalar("last", UUID.class)
                        .addScalar("different", Integer.class)
                        .getSingleResult());
        int different = chunk.get("different", Integer.class);
        if (different > 0) {
            differences.increment(different);
            LOG.errorf("the roll-ups of statistics differed for %d persons, who are counted again", different);
        }
        return chunk.get("last", UUID.class);
    }

    private boolean repairRollups() {
        return em.unwrap(Session.class)
                .createNativeQuery("select statistics_repair_rollups()", Boolean.class)
                .getSingleResult();
    }

    private static void unlessDatabaseIsDown(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (!DatabaseFailures.isTransient(e)) {
                throw e;
            }
            LOG.warnf("the roll-ups of statistics wait, the database is not available: %s", e.getMessage());
        }
    }
}
