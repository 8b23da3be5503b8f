package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.ScheduledWork;
import fr.cned.partenariats.enrollment.admission.counter.WaitlistQueue;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.jboss.logging.Logger;

/**
 * Promotes waiting students when a seat and a place are free. Each promotion is one transaction. An advisory lock lets
 * one instance at a time work on an offering, which keeps the order of the list.
 */
@ApplicationScoped
class WaitlistPromoter {

    private static final Logger LOG = Logger.getLogger(WaitlistPromoter.class);
    private static final String LOCK = "select pg_try_advisory_xact_lock(hashtextextended(:offering, 1))";

    private final EntityManager em;
    private final EnrollmentService enrollments;
    private final WaitlistQueue queue;
    private final ManagedExecutor executor;

    WaitlistPromoter(EntityManager em, EnrollmentService enrollments, WaitlistQueue queue, ManagedExecutor executor) {
        this.em = em;
        this.enrollments = enrollments;
        this.queue = queue;
        this.executor = executor;
    }

    void onEnqueued(@Observes(during = TransactionPhase.AFTER_SUCCESS) WaitlistQueue.Enqueued enqueued) {
        executor.execute(this::processQueue);
    }

    /** Also runs on a schedule, for entries of an instance that crashed. */
    @AllTenants
    @Scheduled(every = "2s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void processQueue() {
        skipIfDatabaseIsDown(() ->
                QuarkusTransaction.requiringNew().call(queue::nextOfferings).forEach(this::promoteAll));
    }

    @AllTenants
    @Scheduled(every = "1m", delayed = "40s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void enqueueAllPromotable() {
        skipIfDatabaseIsDown(() -> QuarkusTransaction.requiringNew().run(queue::addAllPromotable));
    }

    private static void skipIfDatabaseIsDown(Runnable work) {
        ScheduledWork.run("no promotion from waiting lists", work);
    }

    private void promoteAll(UUID offering) {
        try {
            while (QuarkusTransaction.requiringNew().call(() -> isLocked(offering) && promoteNext(offering))) {
                LOG.debugf("promoted one enrollment on offering %s", offering);
            }
        } catch (Refusal refusal) {
            LOG.debugf("offering %s stays in the queue: %s", offering, refusal.getMessage());
        }
    }

    /**
     * Removes only queue entries that were read before a search without result. A seat or place that is released later
     * has its own entry.
     */
    private boolean promoteNext(UUID offering) {
        List<Long> entries = queue.entriesOf(offering);
        boolean promoted = enrollments.promoteNext(offering);
        if (!promoted) {
            queue.remove(entries);
        }
        return promoted;
    }

    private boolean isLocked(UUID offering) {
        return (Boolean) em.createNativeQuery(LOCK)
                .setParameter("offering", offering.toString())
                .getSingleResult();
    }
}
