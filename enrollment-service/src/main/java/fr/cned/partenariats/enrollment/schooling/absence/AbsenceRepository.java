package fr.cned.partenariats.enrollment.schooling.absence;

import fr.cned.partenariats.enrollment.schooling.week.IsoWeek;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class AbsenceRepository implements PanacheRepositoryBase<Absence, UUID> {

    private static final String OF_PERSON = """
            enrollmentId in (select e.id from Enrollment e where e.personId = ?1 and e.partnerId = ?2)
            and week = ?3 and reason = ?4 and withdrawnAt is null""";

    /** The justified absence of this person at this partner in the week with the same reason, unless it was withdrawn. */
    Optional<UUID> findExisting(UUID personId, UUID partnerId, IsoWeek week, AbsenceReason reason) {
        return find(OF_PERSON, personId, partnerId, week.monday(), reason)
                .firstResultOptional()
                .map(Absence::id);
    }
}
