package fr.cned.partenariats.enrollment.alert;

import fr.cned.partenariats.commons.caller.TenantScope;
import fr.cned.partenariats.enrollment.week.IsoWeek;
import fr.cned.partenariats.enrollment.week.WeekFilter;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class AlertRepository implements PanacheRepositoryBase<AttendanceAlert, UUID> {

    /** Counts a network's label that is valid on at least one day of the week. */
    private static final String WEEK = """
            with declared as (
              select a.enrollment_id, sum(a.hours) as hours, array_agg(a.site_id order by a.site_id) as site_ids
              from attendance a
              where a.enrollment_id = any(:enrollments) and a.week = :monday
              group by a.enrollment_id),
            excused as (
              select b.enrollment_id, coalesce(sum(b.hours), 0) as hours, bool_or(b.hours is null) as whole_week
              from absence b
              where b.enrollment_id = any(:enrollments) and b.week = :monday and b.withdrawn_at is null
              group by b.enrollment_id)
            select d.enrollment_id, e.partner_id, e.agreement_id, d.site_ids, d.hours,
                   g.min_weekly_attendance_hours as agreement_threshold,
                   (select max(n.min_weekly_attendance_hours)
                    from site_label_view l
                    join network_view n on n.code = l.network_code
                    where l.site_id = any(d.site_ids)
                      and coalesce(l.labelled_from, :sunday) <= :sunday
                      and coalesce(l.labelled_to, :monday) >= :monday) as network_threshold,
                   coalesce(x.hours, 0) as excused_hours,
                   coalesce(x.whole_week, false) as whole_week_excused
            from declared d
            join enrollment e on e.id = d.enrollment_id
            join agreement_view g on g.id = e.agreement_id
            left join excused x on x.enrollment_id = d.enrollment_id
            order by d.enrollment_id""";

    /** Omits enrollments without declared hours. One statement, however many enrollments. */
    List<WeeklyAttendance> weeklyAttendance(Collection<UUID> enrollments, IsoWeek week) {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery(WEEK, Tuple.class)
                .setParameter("enrollments", enrollments.toArray(UUID[]::new))
                .setParameter("monday", week.monday())
                .setParameter("sunday", week.sunday())
                .getResultStream()
                .map(WeeklyAttendance::of)
                .toList();
    }

    List<AttendanceAlert> of(Collection<UUID> enrollments, IsoWeek week) {
        return list("week = ?1 and enrollmentId in ?2", week.monday(), enrollments);
    }

    List<AttendanceAlert> page(
            WeekFilter filter,
            @Nullable UUID siteId,
            @Nullable AlertState state,
            TenantScope scope,
            Optional<UUID> after,
            int size) {
        var conditions =
                filter.conditions(scope, after).equal("state", state).matching("array_contains(siteIds, ?)", siteId);
        return find(conditions.query(), Sort.by("id"), conditions.parameters())
                .page(Page.ofSize(size))
                .list();
    }

    List<AttendanceAlert> lockNextChunk(UUID after, int size) {
        return find("id > ?1", Sort.by("id"), after)
                .page(Page.ofSize(size))
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }
}
