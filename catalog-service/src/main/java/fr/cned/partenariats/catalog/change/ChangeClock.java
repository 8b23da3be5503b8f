package fr.cned.partenariats.catalog.change;

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

    private final EntityManager em;

    ChangeClock(EntityManager em) {
        this.em = em;
    }

    /** The number of the change that the current transaction makes. */
    @Transactional(Transactional.TxType.MANDATORY)
    public long tick() {
        return (Long) em.createNativeQuery(
                        "update change_clock set change_number = change_number + 1 returning change_number", Long.class)
                .getSingleResult();
    }
}
