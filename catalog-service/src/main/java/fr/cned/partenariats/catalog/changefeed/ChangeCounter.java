package fr.cned.partenariats.catalog.changefeed;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/**
 * Numbers the changes of the catalogue in commit order. Every change must call {@link #next()} first: the call locks
 * one row, so the catalogue has one writer at a time and all writers lock in the same order.
 *
 * <p>A database sequence would not do: a smaller number could commit after a larger one, and a reader that
 * already passed the larger one would miss it. The row lock also protects rules that span trainings and offerings.
 */
@ApplicationScoped
public class ChangeCounter {

    private static final String ADVANCE =
            "update change_clock set change_number = change_number + :changes returning change_number";

    private static final String LAST = "select change_number from change_clock";

    private final EntityManager em;

    ChangeCounter(EntityManager em) {
        this.em = em;
    }

    /** Returns the number of the current transaction's change. */
    @Transactional(Transactional.TxType.MANDATORY)
    public long next() {
        return next(1);
    }

    /** Reserves consecutive numbers and returns the first. */
    @Transactional(Transactional.TxType.MANDATORY)
    public long next(int changes) {
        long last = (Long) em.createNativeQuery(ADVANCE, Long.class)
                .setParameter("changes", changes)
                .getSingleResult();
        return last - changes + 1;
    }

    /** The number of the last committed change, as a version of the whole catalogue. */
    public String last() {
        return Long.toString(lastNumber());
    }

    long lastNumber() {
        return (Long) em.createNativeQuery(LAST, Long.class).getSingleResult();
    }
}
