package fr.cned.partenariats.enrollment.enrollment.adaptation;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class AdaptationRepository implements PanacheRepositoryBase<Adaptation, UUID> {

    private static final String FACTS = """
            select e.state, s.high_level_athlete, a.number, a.adaptations, a.commercial_adaptations, o.starts_on, o.ends_on
            from enrollment e
            join student s on s.id = e.student_id
            join agreement_view a on a.id = e.agreement_id
            join offering_view o on o.id = e.offering_id
            where e.id = :enrollment
            for no key update of e""";

    /** Locks the enrollment until the transaction ends: two concurrent approvals cannot overlap. */
    Optional<AdaptationFacts> lockFacts(UUID enrollmentId) {
        return getSession()
                .createNativeQuery(FACTS, Tuple.class)
                .setParameter("enrollment", enrollmentId)
                .getResultStream()
                .map(AdaptationFacts::of)
                .findFirst();
    }

    boolean isVisible(UUID enrollmentId, TenantScope scope) {
        return getSession()
                .createNativeQuery("select partner_id from enrollment where id = :enrollment", UUID.class)
                .setParameter("enrollment", enrollmentId)
                .getResultStream()
                .anyMatch(scope::covers);
    }

    Optional<Adaptation> find(UUID enrollmentId, UUID id) {
        return findByIdOptional(id).filter(a -> a.enrollmentId().equals(enrollmentId));
    }

    Optional<Adaptation> lock(UUID enrollmentId, UUID id) {
        return find("id = ?1 and enrollmentId = ?2", id, enrollmentId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    List<Adaptation> withCode(UUID enrollmentId, String code) {
        return list("enrollmentId = ?1 and code = ?2", Sort.by("startsOn"), enrollmentId, code);
    }
}
