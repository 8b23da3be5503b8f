package fr.cned.partenariats.partner;

import static org.hibernate.jpa.HibernateHints.HINT_READ_ONLY;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Locks a row, or lists rows for a page. */
public interface LockingRepository<E> extends PanacheRepositoryBase<E, UUID> {

    default Optional<E> lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** The row if it is of the caller's partner. The scope is part of the query, so that no lock waits for a foreign row. */
    default PanacheQuery<E> findInScope(UUID id, TenantScope scope) {
        return find(new Conditions()
                .equal("id", id)
                .equal("partnerId", scope.restrictedTo().orElse(null)));
    }

    default Optional<E> lockInScope(UUID id, TenantScope scope) {
        return findInScope(id, scope).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
    }

    default PanacheQuery<E> find(Conditions conditions) {
        return find(conditions.query(), conditions.parameters());
    }

    /** The first rows in the order of their ids, only for reading. */
    default List<E> list(Conditions conditions, int rows) {
        return list(conditions, 0, rows);
    }

    default List<E> list(Conditions conditions, int skipped, int rows) {
        return find(conditions.query() + " order by id", conditions.parameters())
                .range(skipped, skipped + rows - 1)
                .withHint(HINT_READ_ONLY, true)
                .list();
    }
}
