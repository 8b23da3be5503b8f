package fr.cned.partenariats.enrollment.enrollment;

import static org.hibernate.jpa.HibernateHints.HINT_READ_ONLY;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.changelog.ChangeFeed;
import fr.cned.partenariats.commons.changelog.ChangeFeedPage;
import fr.cned.partenariats.commons.changelog.ChangeFeedParams;
import fr.cned.partenariats.commons.changelog.ChangeSource;
import fr.cned.partenariats.commons.changelog.ChangedObject;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The feed of changed enrollments. An enrollment of an erased student is a
 * tombstone, although it can still be read: the reader must delete what it knows of the person.
 */
@ApplicationScoped
class EnrollmentChanges implements ChangeSource<EnrollmentView> {

    private static final String ENROLLMENTS =
            "select e, s.erasedAt from Enrollment e join Student s on s.id = e.studentId where ";

    private final ChangeFeed feed;
    private final Caller caller;
    private final EntityManager em;

    EnrollmentChanges(ChangeFeed feed, Caller caller, EntityManager em) {
        this.feed = feed;
        this.caller = caller;
        this.em = em;
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
        return query(inScope(scope).matching("e.id in ?", ids), "")
                .getResultStream()
                .map(row -> changed(row, scope))
                .toList();
    }

    private static Conditions inScope(TenantScope scope) {
        return new Conditions().equal("e.partnerId", scope.restrictedTo().orElse(null));
    }

    private TypedQuery<Tuple> query(Conditions conditions, String order) {
        TypedQuery<Tuple> query = em.createQuery(ENROLLMENTS + conditions.query() + order, Tuple.class)
                .setHint(HINT_READ_ONLY, true);
        conditions.parameters().forEach(query::setParameter);
        return query;
    }

    private static ChangedObject<EnrollmentView> changed(Tuple row, TenantScope scope) {
        Enrollment enrollment = row.get(0, Enrollment.class);
        return row.get(1) == null
                ? ChangedObject.shown(enrollment.id(), EnrollmentView.of(enrollment, scope))
                : ChangedObject.erased(enrollment.id());
    }
}
