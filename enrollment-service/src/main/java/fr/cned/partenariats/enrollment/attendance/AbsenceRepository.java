package fr.cned.partenariats.enrollment.attendance;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class AbsenceRepository implements PanacheRepositoryBase<Absence, UUID> {

    Optional<Absence> findVisible(UUID id, Optional<UUID> partner) {
        return findByIdOptional(id)
                .filter(a -> partner.map(a.partnerId()::equals).orElse(true));
    }

    /** The one that stands for the same enrollment, week and reason. */
    Optional<UUID> standing(Absence wanted) {
        return find(
                        "enrollmentId = ?1 and week = ?2 and reason = ?3 and withdrawnAt is null",
                        wanted.enrollmentId(),
                        wanted.week().monday(),
                        wanted.reason())
                .firstResultOptional()
                .map(Absence::id);
    }

    List<Absence> page(WeekFilter filter, Optional<UUID> visiblePartner, Optional<UUID> after, int size) {
        var conditions = filter.conditions(visiblePartner, after);
        return find(conditions.query(), Sort.by("id"), conditions.parameters())
                .page(Page.ofSize(size))
                .list();
    }
}
