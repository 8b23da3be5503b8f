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
     * The student is locked: of two contracts at the same moment the second waits here and then meets the
     * first, where the exclusion constraint alone could have each wait for the other.
     */
    private static final String FACTS = """
            select e.student_id, e.partner_id, e.state, s.apprentice, t.code, t.apprenticeship,
                   (select p.kind from partner_view p where p.id = :centre) as centre_kind,
                   (select p.kind from partner_view p where p.id = cast(:school as uuid)) as school_kind
            from enrollment e
            join student s on s.id = e.student_id
            join training_view t on t.id = e.training_id
            where e.id = :enrollment
            for no key update of s""";

    private static final String RUNNING_ON = "startsOn <= ? and coalesce(rupturedOn, endsOn) >= ?";

    Optional<ContractFacts> facts(UUID enrollmentId, ContractData data) {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery(FACTS, Tuple.class)
                .setParameter("enrollment", enrollmentId)
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

    /** The student's other contract on some of these days. */
    Optional<UUID> overlapping(ApprenticeshipContract wanted) {
        return find(
                        "studentId = ?1 and id <> ?2 and startsOn <= ?3 and coalesce(rupturedOn, endsOn) >= ?4",
                        Sort.by("startsOn"),
                        wanted.studentId(),
                        wanted.id(),
                        wanted.data().endsOn(),
                        wanted.data().startsOn())
                .firstResultOptional()
                .map(ApprenticeshipContract::id);
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
}
