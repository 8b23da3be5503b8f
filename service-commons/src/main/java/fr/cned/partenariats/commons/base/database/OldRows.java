package fr.cned.partenariats.commons.base.database;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;

/** Deletes old rows, one batch in a transaction, so that locks are short and no statement reaches its timeout. */
@ApplicationScoped
public class OldRows {

    public static final int BATCH = 1_000;

    private final EntityManager em;

    OldRows(EntityManager em) {
        this.em = em;
    }

    /** @param delete a statement with the parameters {@code before} and {@code batch} */
    public void delete(String delete, Object before) {
        int deleted;
        do {
            deleted = QuarkusTransaction.requiringNew()
                    .call(() -> em.createNativeQuery(delete)
                            .setParameter("before", before)
                            .setParameter("batch", BATCH)
                            .executeUpdate());
        } while (deleted == BATCH);
    }
}
