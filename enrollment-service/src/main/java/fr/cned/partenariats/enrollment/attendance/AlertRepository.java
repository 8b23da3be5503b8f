package fr.cned.partenariats.enrollment.attendance;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class AlertRepository implements PanacheRepositoryBase<AttendanceAlert, UUID> {

    List<AttendanceAlert> of(Collection<UUID> enrollments, IsoWeek week) {
        return list("week = ?1 and enrollmentId in ?2", week.monday(), enrollments);
    }

    Optional<AttendanceAlert> findVisible(UUID id, Optional<UUID> partner) {
        return findByIdOptional(id)
                .filter(a -> partner.map(a.partnerId()::equals).orElse(true));
    }

    List<AttendanceAlert> page(
            WeekFilter filter,
            @Nullable UUID siteId,
            @Nullable AlertState state,
            Optional<UUID> visiblePartner,
            Optional<UUID> after,
            int size) {
        var conditions = filter.conditions(visiblePartner, after)
                .equal("state", state)
                .matching("array_contains(siteIds, ?)", siteId);
        return find(conditions.query(), Sort.by("id"), conditions.parameters())
                .page(Page.ofSize(size))
                .list();
    }

    List<AttendanceAlert> lockChunk(UUID after, int size) {
        return find("id > ?1", Sort.by("id"), after)
                .page(Page.ofSize(size))
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }
}
