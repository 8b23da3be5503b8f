package fr.cned.partenariats.enrollment.schooling.closure;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.SITE_CLOSURE_DECLARED_BEFORE;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class SiteClosureRepository implements PanacheRepositoryBase<SiteClosure, UUID> {

    private static final String LOCK = "select cast(pg_advisory_xact_lock(hashtextextended(:week, 0)) as text)";

    Optional<UUID> partnerOfSite(UUID siteId) {
        return getSession()
                .createNativeQuery("select partner_id from site_view where id = :site", UUID.class)
                .setParameter("site", siteId)
                .getResultStream()
                .findFirst();
    }

    /**
     * Two concurrent requests may declare the same week: the lock lets the second one see the closure of the first. The
     * unique index would refuse it, too, but Hibernate logs each refusal.
     */
    void insertOrRefuseSecond(SiteClosure closure) {
        getEntityManager()
                .createNativeQuery(LOCK, Object.class)
                .setParameter("week", "site_closure " + closure.siteId() + closure.week())
                .getSingleResult();
        find(
                        "siteId = ?1 and week = ?2 and withdrawnAt is null",
                        closure.siteId(),
                        closure.week().monday())
                .firstResultOptional()
                .ifPresent(existing -> {
                    throw Refusal.of(SITE_CLOSURE_DECLARED_BEFORE).property("existingId", existing.id());
                });
        persistAndFlush(closure);
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
}
