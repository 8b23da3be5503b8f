package fr.cned.partenariats.enrollment.closure;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.SITE_CLOSURE_DECLARED_BEFORE;
import static org.hibernate.jpa.HibernateHints.HINT_READ_ONLY;

import fr.cned.partenariats.commons.caller.TenantScope;
import fr.cned.partenariats.commons.paging.Conditions;
import fr.cned.partenariats.commons.problem.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.exception.ConstraintViolationException;

@ApplicationScoped
class SiteClosureRepository implements PanacheRepositoryBase<SiteClosure, UUID> {

    Optional<UUID> partnerOfSite(UUID siteId) {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery("select partner_id from site_view where id = :site", UUID.class)
                .setParameter("site", siteId)
                .getResultStream()
                .findFirst();
    }

    /** Two concurrent requests may declare the same week. The unique index refuses the second. */
    void insertOrRefuseSecond(SiteClosure closure) {
        try {
            persistAndFlush(closure);
        } catch (ConstraintViolationException e) {
            // In a new transaction: PostgreSQL has aborted the current one.
            Optional<UUID> existing = QuarkusTransaction.requiringNew()
                    .call(() -> find(
                                    "siteId = ?1 and week = ?2 and withdrawnAt is null",
                                    closure.siteId(),
                                    closure.week().monday())
                            .firstResultOptional()
                            .map(SiteClosure::id));
            throw existing.map(id -> Refusal.of(SITE_CLOSURE_DECLARED_BEFORE).property("existingId", id))
                    .orElseGet(() -> Refusal.of(SITE_CLOSURE_DECLARED_BEFORE));
        }
    }

    /** The second of two concurrent withdrawals waits and sees the first. */
    Optional<SiteClosure> lockVisible(UUID id, TenantScope scope) {
        Conditions conditions = new Conditions()
                .equal("id", id)
                .equal("partnerId", scope.restrictedTo().orElse(null));
        return find(conditions.query(), conditions.parameters())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    List<SiteClosure> page(SiteClosureFilter filter, TenantScope scope, Optional<UUID> after, int size) {
        Conditions conditions = filter.conditions(scope, after);
        return find(conditions.query(), Sort.by("id"), conditions.parameters())
                .page(Page.ofSize(size))
                .withHint(HINT_READ_ONLY, true)
                .list();
    }
}
