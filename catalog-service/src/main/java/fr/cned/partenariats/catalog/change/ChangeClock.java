package fr.cned.partenariats.catalog.change;

import static fr.cned.partenariats.catalog.CatalogProblem.UNKNOWN_CHANGE;

import fr.cned.partenariats.commons.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/**
 * Numbers the changes of the catalogue in the order in which they become visible.
 *
 * <p>A number from a sequence can commit after a higher one did, and a reader that is past the higher
 * one would never see it. So the number comes from a row that stays locked until its change commits:
 * the catalogue is written by one transaction at a time. That is cheap, since it is edited by people,
 * and it spares the rules that span trainings and offerings any lock of their own.
 *
 * <p>To be the first statement of every change, so that all take their locks in one order.
 */
@ApplicationScoped
public class ChangeClock {

    private static final String TICK =
            "update change_clock set change_number = change_number + :changes returning change_number";

    private final EntityManager em;

    ChangeClock(EntityManager em) {
        this.em = em;
    }

    /** The number of the change that the current transaction makes. */
    @Transactional(Transactional.TxType.MANDATORY)
    public long tick() {
        return tick(1);
    }

    /** The first number of as many changes, which follow one another. */
    @Transactional(Transactional.TxType.MANDATORY)
    public long tick(int changes) {
        long last = (Long) em.createNativeQuery(TICK, Long.class)
                .setParameter("changes", changes)
                .getSingleResult();
        return last - changes + 1;
    }

    /**
     * Refuses a number that no change has had: its reader read another database, or this one before it was
     * restored from a backup, and would wait for changes that it takes for known.
     */
    public void requireReached(long changeNumber) {
        long now = (Long) em.createNativeQuery("select change_number from change_clock", Long.class)
                .getSingleResult();
        if (changeNumber > now) {
            throw Refusal.of(UNKNOWN_CHANGE, changeNumber);
        }
    }
}
