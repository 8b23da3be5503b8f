package fr.cned.partenariats.partner;

import jakarta.persistence.EntityManager;
import java.util.Collection;

/**
 * Takes PostgreSQL advisory locks on codes. A concurrent transaction that needs one of the codes waits until this
 * one ends; then it finds the new row and can name it in its refusal. A unique index alone could not name it.
 */
public final class AdvisoryLock {

    /** Sorted, so that two requests with the same codes cannot deadlock. */
    private static final String LOCK = "select count(pg_advisory_xact_lock(hashtextextended(code, 0)))"
            + " from (select code from unnest(cast(:codes as text[])) code order by code) sorted";

    private AdvisoryLock() {}

    public static void take(EntityManager em, Collection<String> codes) {
        if (!codes.isEmpty()) {
            em.createNativeQuery(LOCK)
                    .setParameter("codes", codes.toArray(String[]::new))
                    .getSingleResult();
        }
    }
}
