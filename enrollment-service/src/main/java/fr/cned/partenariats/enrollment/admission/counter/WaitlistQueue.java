package fr.cned.partenariats.enrollment.admission.counter;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/**
 * The work queue of offerings whose waiting list may have to move (table {@code waiting_list_work}). An entry is written
 * in the transaction that frees a seat or a place. The promotion itself runs in another transaction: it locks a seat
 * first, and the current transaction may hold a place already.
 */
@ApplicationScoped
public class WaitlistQueue {

    private final EntityManager em;
    private final Event<Enqueued> enqueued;

    WaitlistQueue(EntityManager em, Event<Enqueued> enqueued) {
        this.em = em;
        this.enqueued = enqueued;
    }

    /** Fired for new entries; observers run after the transaction has committed. */
    public record Enqueued() {}

    @Transactional(MANDATORY)
    public void add(UUID offeringId) {
        em.createNativeQuery("insert into waiting_list_work (offering_id) values (:offering)")
                .setParameter("offering", offeringId)
                .executeUpdate();
        enqueued.fire(new Enqueued());
    }

    /** In one statement. */
    @Transactional(MANDATORY)
    public void addAll(Collection<UUID> offeringIds) {
        if (offeringIds.isEmpty()) {
            return;
        }
        fireIfAny(em.createNativeQuery("insert into waiting_list_work (offering_id)"
                        + " select * from unnest(cast(:offerings as uuid[]))")
                .setParameter("offerings", offeringIds.toArray(UUID[]::new))
                .executeUpdate());
    }

    /** Adds every offering that a student under this agreement waits for: seats may be free, or the agreement in force. */
    @Transactional(MANDATORY)
    public void addOfferingsOf(UUID agreementId) {
        fireIfAny(em.createNativeQuery("insert into waiting_list_work (offering_id)"
                        + " select * from offerings_waited_for(:agreement)")
                .setParameter("agreement", agreementId)
                .executeUpdate());
    }

    /**
     * Adds every offering whose waiting list could move. It finds the race that no single transaction sees: a student
     * joins a waiting list while another transaction frees a seat.
     */
    @Transactional(MANDATORY)
    public void addAllPromotable() {
        fireIfAny(em.createNativeQuery("insert into waiting_list_work (offering_id)"
                        + " select distinct offering_id from promotable_enrollment")
                .executeUpdate());
    }

    @Transactional(MANDATORY)
    public List<UUID> nextOfferings() {
        return em.unwrap(Session.class)
                .createNativeQuery("select distinct offering_id from waiting_list_work limit 500", UUID.class)
                .getResultList();
    }

    @Transactional(MANDATORY)
    public List<Long> entriesOf(UUID offeringId) {
        return em.unwrap(Session.class)
                .createNativeQuery("select id from waiting_list_work where offering_id = :offering", Long.class)
                .setParameter("offering", offeringId)
                .getResultList();
    }

    @Transactional(MANDATORY)
    public void remove(List<Long> entries) {
        em.createNativeQuery("delete from waiting_list_work where id = any (:entries)")
                .setParameter("entries", entries.toArray(Long[]::new))
                .executeUpdate();
    }

    private void fireIfAny(int offerings) {
        if (offerings > 0) {
            enqueued.fire(new Enqueued());
        }
    }
}
