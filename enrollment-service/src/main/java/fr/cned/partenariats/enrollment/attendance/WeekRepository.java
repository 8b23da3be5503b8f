package fr.cned.partenariats.enrollment.attendance;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/** Weeks of many enrollments at once: as many statements for two hundred as for one. */
@ApplicationScoped
class WeekRepository {

    /**
     * The students are locked, in one order: all that decides about a student's week goes one after the other,
     * so that no two sites together declare more hours than a week has, and no alert is raised twice. Those of
     * another partner are neither found nor locked.
     */
    private static final String LOCK = """
            select e.id, e.person_id, e.partner_id, e.state, e.withdrawn_on, o.starts_on, o.ends_on
            from enrollment e
            join lock_persons(array(
                   select x.person_id from enrollment x
                   where x.id = any(:enrollments) and (cast(:partner as uuid) is null or x.partner_id = :partner))) p
              on p = e.person_id
            join offering_view o on o.id = e.offering_id
            where e.id = any(:enrollments) and (cast(:partner as uuid) is null or e.partner_id = :partner)
            order by p""";

    private static final String OVERFULL =
            "select person_id, visible from overfull_persons(:persons, :week, cast(:partner as uuid))";

    /** A label counts that is valid on one of the week's days. */
    private static final String JUDGE = """
            with declared as (
              select a.enrollment_id, sum(a.hours) as hours, array_agg(a.site_id order by a.site_id) as site_ids
              from attendance a
              where a.enrollment_id = any(:enrollments) and a.week = :monday
              group by a.enrollment_id),
            justified as (
              select b.enrollment_id, coalesce(sum(b.hours), 0) as hours, bool_or(b.hours is null) as whole_week
              from absence b
              where b.enrollment_id = any(:enrollments) and b.week = :monday and b.withdrawn_at is null
              group by b.enrollment_id)
            select d.enrollment_id, e.partner_id, e.agreement_id, d.site_ids, d.hours,
                   coalesce(g.min_weekly_attendance_hours,
                     (select max(n.min_weekly_attendance_hours)
                      from site_label_view l
                      join network_view n on n.code = l.network_code
                      where l.site_id = any(d.site_ids)
                        and coalesce(l.labelled_from, :sunday) <= :sunday
                        and coalesce(l.labelled_to, :monday) >= :monday)) as threshold,
                   coalesce(j.hours, 0) as justified_hours,
                   coalesce(j.whole_week, false) as whole_week_justified
            from declared d
            join enrollment e on e.id = d.enrollment_id
            join agreement_view g on g.id = e.agreement_id
            left join justified j on j.enrollment_id = d.enrollment_id
            order by d.enrollment_id""";

    private final EntityManager em;

    WeekRepository(EntityManager em) {
        this.em = em;
    }

    List<EnrollmentInWeek> lock(Collection<UUID> enrollments, Optional<UUID> partner) {
        return session()
                .createNativeQuery(LOCK, Tuple.class)
                .setParameter("enrollments", array(enrollments))
                .setParameter("partner", partner.orElse(null), UUID.class)
                .getResultStream()
                .map(EnrollmentInWeek::of)
                .toList();
    }

    /**
     * A person of whom more hours are declared than a week has, at all sites together.
     *
     * @param visible whether the hours that the partner may see are too many by themselves
     */
    record Overfull(UUID personId, boolean visible) {}

    List<Overfull> overfull(Collection<UUID> persons, IsoWeek week, Optional<UUID> partner) {
        return session()
                .createNativeQuery(OVERFULL, Tuple.class)
                .setParameter("partner", partner.orElse(null), UUID.class)
                .setParameter("persons", array(persons))
                .setParameter("week", week.monday())
                .getResultStream()
                .map(row -> new Overfull(row.get("person_id", UUID.class), row.get("visible", Boolean.class)))
                .toList();
    }

    /** Of those enrollments that something was declared of. */
    List<JudgedWeek> judge(Collection<UUID> enrollments, IsoWeek week) {
        return session()
                .createNativeQuery(JUDGE, Tuple.class)
                .setParameter("enrollments", array(enrollments))
                .setParameter("monday", week.monday())
                .setParameter("sunday", week.sunday())
                .getResultStream()
                .map(JudgedWeek::of)
                .toList();
    }

    private static UUID[] array(Collection<UUID> ids) {
        return ids.toArray(UUID[]::new);
    }

    private Session session() {
        return em.unwrap(Session.class);
    }
}
