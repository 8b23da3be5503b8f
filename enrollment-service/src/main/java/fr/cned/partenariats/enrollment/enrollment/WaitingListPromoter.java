package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.problem.DatabaseFailures;
import fr.cned.partenariats.commons.problem.Refusal;
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
    private final ManagedExecutor executor;

    WaitingListPromoter(EntityManager em, EnrollmentService enrollments, ManagedExecutor executor) {
        this.em = em;
        this.enrollments = enrollments;
        this.executor = executor;
    }

    void onNoted(@Observes(during = TransactionPhase.AFTER_SUCCESS) WaitingListWork.Noted noted) {
        executor.execute(this::work);
    }

    /** Also by time: work that a crashed instance noted must not wait for the next cancellation. */
    @Scheduled(every = "2s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void work() {
        try {
            for (UUID offering : offeringsToLookAt()) {
                moveOn(offering);
            }
        } catch (RuntimeException e) {
            if (!DatabaseFailures.isTransient(e)) {
                throw e;
            }
            LOG.warnf("waiting lists wait for the database: %s", e.getMessage());
        }
    }

    /** The notes are read first: what is freed while this works leaves a note of its own. */
    private void moveOn(UUID offering) {
        List<Long> notes = notes(offering);
        while (promoteOne(offering)) {
            LOG.debugf("promoted one on offering %s", offering);
        }
        QuarkusTransaction.requiringNew()
                .run(() -> em.createNativeQuery("delete from waiting_list_work where id in (:notes)")
                        .setParameter("notes", notes)
                        .executeUpdate());
    }

    private boolean promoteOne(UUID offering) {
        try {
            return QuarkusTransaction.requiringNew()
                    .call(() -> isOurs(offering) && enrollments.promoteFirstInLine(offering));
        } catch (Refusal takenMeanwhile) {
            return false;
        }
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
        return QuarkusTransaction.requiringNew()
                .call(() -> em.unwrap(Session.class)
                        .createNativeQuery("select id from waiting_list_work where offering_id = :offering", Long.class)
                        .setParameter("offering", offering)
                        .getResultList());
    }
}
