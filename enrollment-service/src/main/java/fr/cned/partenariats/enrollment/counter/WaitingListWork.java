package fr.cned.partenariats.enrollment.counter;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.UUID;

/**
 * Notes, in the transaction that freed something, whose waiting list may have to move. The moving is
 * another transaction: it takes a seat first, and here a place may be locked already.
 */
@ApplicationScoped
@Transactional(MANDATORY)
public class WaitingListWork {

    private final EntityManager em;
    private final Event<Noted> noted;

    WaitingListWork(EntityManager em, Event<Noted> noted) {
        this.em = em;
        this.noted = noted;
    }

    /** There is work to do once the current transaction has committed. */
    public record Noted() {}

    public void note(UUID offeringId) {
        em.createNativeQuery("insert into waiting_list_work (offering_id) values (:offering)")
                .setParameter("offering", offeringId)
                .executeUpdate();
        noted.fire(new Noted());
    }

    /** Seats may be free, or the agreement back in force: every offering that somebody under it waits for. */
    public void noteAgreement(UUID agreementId) {
        fireIfAny(em.createNativeQuery("insert into waiting_list_work (offering_id)"
                        + " select * from offerings_waited_for(:agreement)")
                .setParameter("agreement", agreementId)
                .executeUpdate());
    }

    /**
     * Every offering whose list could move. Who begins to wait while another transaction frees a seat may be
     * seen by neither of the two; this finds them.
     */
    public void noteWhatCouldMove() {
        fireIfAny(em.createNativeQuery("insert into waiting_list_work (offering_id)"
                        + " select distinct offering_id from promotable_enrollment")
                .executeUpdate());
    }

    private void fireIfAny(int offerings) {
        if (offerings > 0) {
            noted.fire(new Noted());
        }
    }
}
