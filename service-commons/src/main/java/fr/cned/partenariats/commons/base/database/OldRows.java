package fr.cned.partenariats.commons.base.database;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;

/** Deletes old rows, one batch in a transaction, so that locks are short and no statement reaches its timeout. */
@ApplicationScoped
public class OldRows {

    public static final int BATCH = 1_000;

    private static final String DELETE = """
            delete from %1$s old_row where old_row.ctid = any (array(
              select ctid from %1$s where %2$s < %3$s order by %2$s limit :batch for update skip locked))""";

    private final EntityManager em;

    OldRows(EntityManager em) {
        this.em = em;
    }

    /** @param column has an index */
    public void delete(String table, String column, Object before) {
        deleteBatches(DELETE.formatted(table, column, ":bound"), before);
    }

    /** For a column that has the time of the database, whatever the clock of this process says. */
    public void deleteAfterDays(String table, String column, int days) {
        deleteBatches(DELETE.formatted(table, column, "now() - make_interval(days => :bound)"), days);
    }

    private void deleteBatches(String delete, Object bound) {
        int deleted;
        do {
            deleted = QuarkusTransaction.requiringNew()
                    .call(() -> em.createNativeQuery(delete)
                            .setParameter("bound", bound)
                            .setParameter("batch", BATCH)
                            .executeUpdate());
        } while (deleted == BATCH);
    }
}
