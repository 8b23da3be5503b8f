package fr.cned.partenariats.enrollment.apprenticeship;

import fr.cned.partenariats.commons.paging.Conditions;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

@ApplicationScoped
class ContractRepository implements PanacheRepositoryBase<ApprenticeshipContract, UUID> {

    /**
     * The person is locked, of two contracts at the same moment the second waits here and then finds the first.
     * The exclusion constraint knows registrations only, and not which of them are one person. Another partner's
     * enrollment is neither found nor locked.
     */
    private static final String FACTS = """
            select e.student_id, e.partner_id, e.state, s.apprentice, t.code, t.apprenticeship,
                   kind_of_partner(:centre) as centre_kind,
                   kind_of_partner(cast(:school as uuid)) as school_kind
            from enrollment e
            join student s on s.id = e.student_id
            cross join lateral lock_persons(array[e.person_id])
            join training_view t on t.id = e.training_id
            where e.id = :enrollment and (cast(:partner as uuid) is null or e.partner_id = :partner)""";

    /** Asks for the person anew: who waited for a merge now has another one. */
    private static final String OVERLAPPING = """
            select o.id from overlapping_contract(:enrollment, :contract, :startsOn, :endsOn) o (id)
            where o.id is not null""";

    private static final String OVERLAPPING_OF_BOTH = """
            select c.id from apprenticeship_contract c
            join enrollment e on e.id = c.enrollment_id
            where e.person_id in (:one, :other)
              and exists (select 1 from apprenticeship_contract o
                          join enrollment oe on oe.id = o.enrollment_id
                          where oe.person_id in (:one, :other) and oe.person_id <> e.person_id
                            and daterange(o.starts_on, coalesce(o.ruptured_on, o.ends_on), '[]')
                                && daterange(c.starts_on, coalesce(c.ruptured_on, c.ends_on), '[]'))
            order by c.id""";

    private static final String RUNNING_ON = "startsOn <= ? and coalesce(rupturedOn, endsOn) >= ?";

    Optional<ContractFacts> facts(UUID enrollmentId, ContractData data, Optional<UUID> partner) {
        return session()
                .createNativeQuery(FACTS, Tuple.class)
                .setParameter("enrollment", enrollmentId)
                .setParameter("partner", partner.orElse(null), UUID.class)
                .setParameter("centre", data.trainingCentreId())
                .setParameter("school", data.hostSchoolId(), UUID.class)
                .getResultStream()
                .map(ContractFacts::of)
                .findFirst();
    }

    Optional<ApprenticeshipContract> findVisible(UUID id, Optional<UUID> partner) {
        return findByIdOptional(id)
                .filter(c -> partner.map(c.partnerId()::equals).orElse(true));
    }

    /** The person's other contract on some of these days. */
    Optional<UUID> overlapping(UUID contractId, UUID enrollmentId, ContractData data) {
        return session()
                .createNativeQuery(OVERLAPPING, UUID.class)
                .setParameter("enrollment", enrollmentId)
                .setParameter("contract", contractId)
                .setParameter("startsOn", data.startsOn())
                .setParameter("endsOn", data.endsOn())
                .getResultStream()
                .findFirst();
    }

    /** Contracts of each of two persons on some day of the other's. */
    List<UUID> overlappingOfBoth(UUID person, UUID other) {
        return session()
                .createNativeQuery(OVERLAPPING_OF_BOTH, UUID.class)
                .setParameter("one", person)
                .setParameter("other", other)
                .getResultList();
    }

    List<ApprenticeshipContract> page(
            ContractFilter filter, Optional<UUID> visiblePartner, Optional<UUID> after, int size) {
        Conditions conditions = new Conditions()
                .equal("partnerId", visiblePartner.orElse(null))
                .equal("partnerId", filter.partnerId)
                .equal("studentId", filter.studentId)
                .equal("enrollmentId", filter.enrollmentId)
                .equal("trainingCentreId", filter.trainingCentreId)
                .matching(RUNNING_ON, filter.runningOn)
                .after("id", after.orElse(null));
        return find(conditions.query(), Sort.by("id"), conditions.parameters())
                .page(Page.ofSize(size))
                .list();
    }

    private Session session() {
        return getEntityManager().unwrap(Session.class);
    }
}
