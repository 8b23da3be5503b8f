package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.commons.database.ReadLimit;
import fr.cned.partenariats.commons.problem.DatabaseFailures;
import fr.cned.partenariats.commons.tenancy.AllTenants;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.sql.Connection;
import java.time.Duration;
import java.util.UUID;
import org.hibernate.Session;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Computes what each day changed in the statistics (V086, V088, V098). Triggers note the persons whose enrollments change;
 * the job and each count take these in. Another job compares the changes with the rows and repairs differences.
 */
@ApplicationScoped
class StatisticsFold {

    private static final Logger LOG = Logger.getLogger(StatisticsFold.class);

    /** A count waits for the batch that another transaction is folding: 0.1 s, up to 1 s on a busy machine. */
    private static final int FOLDED_AT_ONCE = 200;

    private static final int VERIFIED_AT_ONCE = 2_000;
    private static final UUID FIRST = new UUID(0, 0);

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final EntityManager em;
    private final ReadLimit reads;
    private final StatisticsMemory memory;
    private final Counter differences;

    StatisticsFold(EntityManager em, ReadLimit reads, StatisticsMemory memory, MeterRegistry metrics) {
        this.em = em;
        this.reads = reads;
        this.memory = memory;
        this.differences = Counter.builder("statistics.differences")
                .description("Persons and changes that differed from the enrollments and were counted again")
                .register(metrics);
    }

    /**
     * Takes in all changes that are committed; a count that begins after it is exact. Each batch has its own transaction,
     * and what is folded stays folded when the time limit ends the request.
     */
    void fold(ReadLimit.Deadline deadline) {
        while (QuarkusTransaction.requiringNew().call(this::foldWithinLimit)) {
            deadline.check();
        }
    }

    private boolean foldWithinLimit() {
        reads.begin();
        return foldBatch();
    }

    /** Returns whether there may be more. */
    private boolean foldBatch() {
        return em.unwrap(Session.class)
                        .createNativeQuery("select statistics_fold(:batch)", Integer.class)
                        .setParameter("batch", FOLDED_AT_ONCE)
                        .getSingleResult()
                == FOLDED_AT_ONCE;
    }

    @AllTenants
    @Scheduled(every = "1s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void foldChanges() {
        unlessDatabaseIsDown(() -> {
            boolean more = true;
            while (more) {
                more = QuarkusTransaction.requiringNew().call(this::foldBatch);
            }
            memory.refresh();
        });
    }

    /** Reads each enrollment once in a run, in chunks, and all changes: minutes of database time, so at night. */
    @AllTenants
    @Scheduled(
            cron = "${enrollment.statistics.verify-at}",
            timeZone = "Europe/Paris",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void verify() {
        unlessDatabaseIsDown(() -> {
            UUID last = FIRST;
            while (last != null) {
                last = verifyAfter(last);
            }
            if (inLongTransaction("select statistics_repair()")) {
                differences.increment();
                LOG.error("the changes of statistics differed from what they count and were corrected");
            }
        });
    }

    private @Nullable UUID verifyAfter(UUID after) {
        Tuple chunk = QuarkusTransaction.requiringNew()
                .call(() -> em.unwrap(Session.class)
                        .createNativeQuery("select last, different from statistics_verify(:after, :size)", Tuple.class)
                        .setParameter("after", after)
                        .setParameter("size", VERIFIED_AT_ONCE)
                        .addScalar("last", UUID.class)
                        .addScalar("different", Integer.class)
                        .getSingleResult());
        int different = chunk.get("different", Integer.class);
        if (different > 0) {
            differences.increment(different);
            LOG.errorf("statistics differed for %d persons, who are counted again", different);
        }
        return chunk.get("last", UUID.class);
    }

    /** Reading all changes takes longer than the time limits of the connections allow. */
    private boolean inLongTransaction(String sql) {
        return QuarkusTransaction.requiringNew()
                .timeout((int) LIMIT.toSeconds())
                .call(() -> {
                    Session session = em.unwrap(Session.class);
                    int usual = session.doReturningWork(Connection::getNetworkTimeout);
                    session.doWork(connection -> connection.setNetworkTimeout(Runnable::run, (int) LIMIT.toMillis()));
                    try {
                        session.createNativeMutationQuery("set local statement_timeout = " + LIMIT.toMillis())
                                .executeUpdate();
                        return session.createNativeQuery(sql, Boolean.class).getSingleResult();
                    } finally {
                        session.doWork(connection -> connection.setNetworkTimeout(Runnable::run, usual));
                    }
                });
    }

    private static void unlessDatabaseIsDown(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (!DatabaseFailures.isTransient(e)) {
                throw e;
            }
            LOG.warnf("statistics wait, the database is not available: %s", e.getMessage());
        }
    }
}
