package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.changelog.ChangeFeed;
import fr.cned.partenariats.commons.changelog.ChangeFeedPage;
import fr.cned.partenariats.commons.changelog.ChangeFeedParams;
import fr.cned.partenariats.commons.changelog.ChangeSource;
import fr.cned.partenariats.commons.changelog.ChangedObject;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/**
 * The feed of changed enrollments. An enrollment that moved to a site outside of the caller's scope is a tombstone. So is
 * one of an erased student, although it can still be read: the reader must delete what it knows of the person.
 */
@ApplicationScoped
class EnrollmentChanges implements ChangeSource<EnrollmentView> {

    private static final String ENROLLMENTS =
            "select {e.*}, s.erased_at from enrollment e join student s on s.id = e.student_id where ";

    private final ChangeFeed feed;
    private final Caller caller;
    private final Session session;

    EnrollmentChanges(ChangeFeed feed, Caller caller, Session session) {
        this.feed = feed;
        this.caller = caller;
        this.session = session;
    }

    @Transactional
    ChangeFeedPage<EnrollmentView> list(ChangeFeedParams params) {
        return feed.read(this, caller.scope(), params);
    }

    @Override
    public String objectType() {
        return "enrollment";
    }

    @Override
    public List<ChangedObject<EnrollmentView>> listAfter(UUID id, TenantScope scope, int size) {
        return query(inScope(scope).after("e.id", id), " order by e.id")
                .setMaxResults(size)
                .getResultStream()
                .map(row -> changed(row, scope))
                .toList();
    }

    @Override
    public List<ChangedObject<EnrollmentView>> find(Collection<UUID> ids, TenantScope scope) {
        return query(inScope(scope).matching("e.id = any(?)", ids.toArray(UUID[]::new)), "")
                .getResultStream()
                .map(row -> changed(row, scope))
                .toList();
    }

    private static Conditions inScope(TenantScope scope) {
        return new Conditions()
                .equal("e.partner_id", scope.restrictedTo().orElse(null))
                .matching(
                        "e.site_id = any(?)",
                        scope.isLimitedToSites() ? scope.sites().toArray(UUID[]::new) : null);
    }

    private NativeQuery<Object[]> query(Conditions conditions, String order) {
        NativeQuery<Object[]> query = session.createNativeQuery(
                        ENROLLMENTS + conditions.query() + order, Object[].class)
                .addEntity("e", Enrollment.class)
                .addScalar("erased_at", Instant.class);
        conditions.parameters().forEach(query::setParameter);
        return query;
    }

    private static ChangedObject<EnrollmentView> changed(Object[] row, TenantScope scope) {
        Enrollment enrollment = (Enrollment) row[0];
        return row[1] == null
                ? ChangedObject.shown(enrollment.id(), EnrollmentView.of(enrollment, scope))
                : ChangedObject.erased(enrollment.id());
    }
}
