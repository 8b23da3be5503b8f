package fr.cned.partenariats.enrollment.schooling.absence;

import static org.hibernate.jpa.HibernateHints.HINT_READ_ONLY;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.schooling.week.IsoWeek;
import fr.cned.partenariats.enrollment.schooling.week.WeekFilter;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
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

    List<Absence> page(WeekFilter filter, TenantScope scope, Optional<UUID> after, int size) {
        var conditions = filter.conditions(scope, after);
        return find(conditions.query(), Sort.by("id"), conditions.parameters())
                .page(Page.ofSize(size))
                .withHint(HINT_READ_ONLY, true)
                .list();
    }
}
