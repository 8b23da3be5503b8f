package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.problem.DatabaseFailures;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.counter.WaitingListWork;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.hibernate.Session;
import org.jboss.logging.Logger;

/**
 * Moves waiting lists after something was freed. One promotion is one transaction, seat before place as
 * everywhere; one instance at a time works on an offering, so that the order of the list is kept.
 */
@ApplicationScoped
class WaitingListPromoter {

    private static final Logger LOG = Logger.getLogger(WaitingListPromoter.class);
    private static final String LOCK = "select pg_try_advisory_xact_lock(hashtextextended(:offering, 1))";

    private final EntityManager em;
    private final EnrollmentService enrollments;
    private final WaitingListWork waitingLists;
    private final ManagedExecutor executor;

    WaitingListPromoter(
            EntityManager em, EnrollmentService enrollments, WaitingListWork waitingLists, ManagedExecutor executor) {
        this.em = em;
        this.enrollments = enrollments;
        this.waitingLists = waitingLists;
        this.executor = executor;
    }

    void onNoted(@Observes(during = TransactionPhase.AFTER_SUCCESS) WaitingListWork.Noted noted) {
        executor.execute(this::work);
    }

    /** Also by time: work that a crashed instance noted must not wait for the next cancellation. */
    @AllTenants
    @Scheduled(every = "2s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void work() {
        unlessDatabaseIsAway(() -> offeringsToLookAt().forEach(this::moveOn));
    }

    @AllTenants
    @Scheduled(every = "1m", delayed = "40s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void noteWhatCouldMove() {
        unlessDatabaseIsAway(() -> QuarkusTransaction.requiringNew().run(waitingLists::noteWhatCouldMove));
    }

    private static void unlessDatabaseIsAway(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (!DatabaseFailures.isTransient(e)) {
                throw e;
            }
            LOG.warnf("waiting lists wait for the database: %s", e.getMessage());
        }
    }

    private void moveOn(UUID offering) {
        try {
            while (QuarkusTransaction.requiringNew().call(() -> isOurs(offering) && promotedOne(offering))) {
                LOG.debugf("promoted one on offering %s", offering);
            }
        } catch (Refusal takenMeanwhile) {
            LOG.debugf("the notes on offering %s are looked at again: %s", offering, takenMeanwhile.getMessage());
        }
    }

    /** Only a look that finds nobody ends the notes that were there before it; what is freed later leaves its own. */
    private boolean promotedOne(UUID offering) {
        List<Long> notes = notes(offering);
        boolean promoted = enrollments.promoteFirstInLine(offering);
        if (!promoted) {
            em.createNativeQuery("delete from waiting_list_work where id = any (:notes)")
                    .setParameter("notes", notes.toArray(Long[]::new))
                    .executeUpdate();
        }
        return promoted;
    }

    private boolean isOurs(UUID offering) {
        return (Boolean) em.createNativeQuery(LOCK)
                .setParameter("offering", offering.toString())
                .getSingleResult();
    }

    private List<UUID> offeringsToLookAt() {
        return QuarkusTransaction.requiringNew()
                .call(() -> em.unwrap(Session.class)
                        .createNativeQuery("select distinct offering_id from waiting_list_work limit 500", UUID.class)
                        .getResultList());
    }

    private List<Long> notes(UUID offering) {
        return em.unwrap(Session.class)
                .createNativeQuery("select id from waiting_list_work where offering_id = :offering", Long.class)
                .setParameter("offering", offering)
                .getResultList();
    }
}
