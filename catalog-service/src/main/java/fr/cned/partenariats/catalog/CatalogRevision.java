package fr.cned.partenariats.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/**
 * The revision of the whole catalogue, one row. Every change must call {@link #advance} first. That locks the row, so
 * the catalogue has one writer at a time: rules that span trainings and offerings hold, and no change deadlocks.
 */
@ApplicationScoped
public class CatalogRevision {

    private static final String ADVANCE = "update catalog_revision set revision = revision + 1";

    private final EntityManager em;

    CatalogRevision(EntityManager em) {
        this.em = em;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public void advance() {
        em.createNativeQuery(ADVANCE).executeUpdate();
    }
}
