package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class ContractRepository implements PanacheRepositoryBase<ApprenticeshipContract, UUID> {

    private static final String FACTS = """
            select e.student_id, e.partner_id, e.state, s.apprentice, t.code, t.apprenticeship, o.starts_on, o.ends_on,
                   kind_of_partner(:centre) as centre_kind,
                   kind_of_partner(cast(:school as uuid)) as school_kind
            from enrollment e
            join student s on s.id = e.student_id
            cross join lateral lock_persons(array[e.person_id])
            join training_view t on t.id = e.training_id
            join offering_view o on o.id = e.offering_id
            where e.id = :enrollment and (cast(:partner as uuid) is null or e.partner_id = :partner)
            for share of e""";

    /** Reads the person again: a concurrent merge may have changed it while the lock was awaited. */
    private static final String OVERLAPPING = """
            select o.id from overlapping_contract(:enrollment, :contract, :startsOn, :endsOn) o (id)
            where o.id is not null""";

    private static final String OF_PERSONS = """
            select c.id, e.person_id, c.starts_on, coalesce(c.ruptured_on, c.ends_on) as last_day
            from apprenticeship_contract c
            join enrollment e on e.id = c.enrollment_id
            where e.person_id in (:one, :other) and coalesce(c.ruptured_on, c.ends_on) >= c.starts_on
            order by c.id""";

    /**
     * Locks the person until the transaction ends: two concurrent contracts cannot overlap. The exclusion constraint
     * alone does not suffice, as it knows no merges. Locks the enrollment, too: one that ends at the same time ends this
     * contract, or is seen here. An enrollment outside of the scope is neither locked nor returned.
     */
    Optional<ContractFacts> lockFacts(UUID enrollmentId, ContractData data, TenantScope scope) {
        return getSession()
                .createNativeQuery(FACTS, ContractFacts.class)
                .setParameter("enrollment", enrollmentId)
                .setParameter("partner", scope.restrictedTo().orElse(null), UUID.class)
                .setParameter("centre", data.trainingCentreId())
                .setParameter("school", data.hostSchoolId(), UUID.class)
                .getResultStream()
                .findFirst();
    }

    Optional<ApprenticeshipContract> findVisible(UUID id, TenantScope scope) {
        return findByIdOptional(id).filter(contract -> scope.covers(contract.partnerId()));
    }

    /** Another contract of the same person that overlaps these dates. */
    Optional<UUID> overlapping(UUID contractId, UUID enrollmentId, ContractData data) {
        return getSession()
                .createNativeQuery(OVERLAPPING, UUID.class)
                .setParameter("enrollment", enrollmentId)
                .setParameter("contract", contractId)
                .setParameter("startsOn", data.startsOn())
                .setParameter("endsOn", data.endsOn())
                .getResultStream()
                .findFirst();
    }

    /** The contracts of an enrollment that would go on after a day. A rupture that took effect is a fact. */
    List<ApprenticeshipContract> goingOnAfter(LocalDate day, LocalDate today, UUID enrollmentId) {
        return list(
                "enrollmentId = ?1 and ((rupturedOn is null and endsOn > ?2) or (rupturedOn > ?2 and rupturedOn > ?3))",
                Sort.by("id"),
                enrollmentId,
                day,
                today);
    }

    /** Whether the training of the enrollment is in apprenticeship. */
    boolean mayBelongTo(UUID enrollmentId) {
        return getSession()
                .createNativeQuery(
                        "select t.apprenticeship from enrollment e join training_view t on t.id = e.training_id"
                                + " where e.id = :enrollment",
                        Boolean.class)
                .setParameter("enrollment", enrollmentId)
                .getSingleResult();
    }

    List<ApprenticeshipContract> notRuptured(UUID enrollmentId) {
        return list("enrollmentId = ?1 and rupturedOn is null", Sort.by("id"), enrollmentId);
    }

    List<PersonContract> ofPersons(UUID one, UUID other) {
        return getSession()
                .createNativeQuery(OF_PERSONS, PersonContract.class)
                .setParameter("one", one)
                .setParameter("other", other)
                .getResultList();
    }
}
