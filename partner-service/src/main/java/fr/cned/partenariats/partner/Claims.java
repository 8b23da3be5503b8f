package fr.cned.partenariats.partner;

import jakarta.persistence.EntityManager;
import java.util.Collection;

/**
 * Makes whoever is about to use the same codes wait until this transaction ends, so that the second
 * finds the first and can name it. The unique indexes stand behind.
 */
public final class Claims {

    private static final String LOCK = "select count(pg_advisory_xact_lock(hashtextextended(code, 0)))"
            + " from (select code from unnest(cast(:codes as text[])) code order by code) sorted";

    private Claims() {}

    public static void hold(EntityManager em, Collection<String> codes) {
        if (!codes.isEmpty()) {
            em.createNativeQuery(LOCK)
                    .setParameter("codes", codes.toArray(String[]::new))
                    .getSingleResult();
        }
    }
}
