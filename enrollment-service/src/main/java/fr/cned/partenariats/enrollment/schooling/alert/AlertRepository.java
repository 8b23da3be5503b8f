package fr.cned.partenariats.enrollment.schooling.alert;

import fr.cned.partenariats.enrollment.schooling.week.IsoWeek;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

@ApplicationScoped
class AlertRepository implements PanacheRepositoryBase<AttendanceAlert, UUID> {

    /** The site that hosts an enrollment at the end of the week. */
    private static final String SITE =
            "case when %1$s.history @> '[{\"siteChange\": {}}]' then site_on(%1$s.history, :sunday) else %1$s.site_id end";

    /**
     * The enrollments, and the others of the same persons at the same partners that were ever active. Counts a network's
     * label that is valid on at least one day of the week. Only an enrollment with declared hours or a hosting site has a
     * threshold. A closed day is one of the site that hosts the student; without one, a day on which all declaring sites
     * are closed. The first day is the one on which the enrollment became active. An annulled enrollment
     * has no day, nor has one that was cancelled after its start was postponed. Merged registrations can have an absence
     * for the same reason each: the longest counts.
     */
    private static final String WEEK = """
            with concerned as materialized (
              select e.* from enrollment e
              where e.person_id = any(array(select x.person_id from enrollment x where x.id = any(:enrollments)))
                and exists (select 1 from enrollment x
                            where x.id = any(:enrollments) and x.person_id = e.person_id
                              and x.partner_id = e.partner_id)
                and (e.id = any(:enrollments) or e.history @> '[{"to": "ACTIVE"}]')),
            declared as (
              select a.enrollment_id, sum(a.hours) as hours, array_agg(a.site_id order by a.site_id) as site_ids
              from attendance a
              where a.enrollment_id = any(array(select id from concerned)) and a.week = :monday
              group by a.enrollment_id),
            excused as (
              select b.enrollment_id, coalesce(sum(b.hours), 0) as hours, bool_or(b.hours is null) as whole_week
              from (select distinct on (e.person_id, e.partner_id, x.reason) x.enrollment_id, x.hours
                    from absence x
                    join concerned e on e.id = x.enrollment_id
                    where x.enrollment_id = any(array(select id from concerned)) and x.week = :monday
                      and x.withdrawn_at is null
                    order by e.person_id, e.partner_id, x.reason, x.hours desc nulls first) b
              group by b.enrollment_id),
            attending as (
              select e.id as enrollment_id, e.person_id, e.partner_id, e.agreement_id, e.state, w.site_id,
                     coalesce(d.site_ids, array_remove(array[w.site_id], null)) as site_ids,
                     d.enrollment_id is not null as declared, coalesce(d.hours, 0) as hours,
                     greatest(o.starts_on, cast(m.started at time zone :zone as date)) as first_day,
                     case when e.state in ('ANNULLED', 'CANCELLED') then o.starts_on - 1 else
                       least(o.ends_on, e.withdrawn_on, cast(m.ended at time zone :zone as date)) end as last_day
              from concerned e
              join offering_view o on o.id = e.offering_id
              left join declared d on d.enrollment_id = e.id
              cross join lateral (select %s as site_id) w
              cross join lateral (
                select min(h.at) filter (where h.became = 'ACTIVE') as started,
                       max(h.at) filter (where h.became in ('COMPLETED', 'TRANSFERRED') and h.was <> h.became) as ended
                from (select x.move ->> 'from' as was, x.move ->> 'to' as became, cast(x.move ->> 'at' as timestamptz) as at
                      from jsonb_array_elements(e.history) x (move)) h) m)
            select e.enrollment_id, e.person_id, e.partner_id, e.agreement_id, e.site_ids, e.declared, e.hours,
                   e.first_day, e.last_day,
                   e.state = 'ACTIVE' and e.site_id is not null as awaited,
                   case when e.declared or e.site_id is not null
                        then g.min_weekly_attendance_hours end as agreement_threshold,
                   (select max(n.min_weekly_attendance_hours)
                    from site_label_view l
                    join network_view n on n.code = l.network_code
                    where l.site_id = any(e.site_ids)
                      and coalesce(l.labelled_from, :sunday) <= :sunday
                      and coalesce(l.labelled_to, :monday) >= :monday) as network_threshold,
                   coalesce((select bit_and(coalesce(c.closed_days, 0))
                             from unnest(case when e.site_id is null then e.site_ids else array[e.site_id] end) as s (id)
                             left join site_closure c
                               on c.site_id = s.id and c.week = :monday and c.withdrawn_at is null), 0) as closed_days,
                   coalesce(x.hours, 0) as excused_hours,
                   coalesce(x.whole_week, false) as whole_week_excused
            from attending e
            join agreement_view g on g.id = e.agreement_id
            left join excused x on x.enrollment_id = e.enrollment_id
            order by e.enrollment_id""".formatted(SITE.formatted("e"));

    /**
     * Hosted and active enrollments with a threshold whose person lacks hours and an alert, by site. It leaves out what
     * never raises an alert, because each run reads the rest again. {@code evaluate} makes the decision.
     */
    private static final String UNDECLARED = """
            select undeclared.id
            from enrollment undeclared
            join offering_view o on o.id = undeclared.offering_id and o.starts_on <= :sunday and o.ends_on >= :monday
            join agreement_view g on g.id = undeclared.agreement_id
            where undeclared.state = 'ACTIVE' and undeclared.site_id is not null
              and (undeclared.site_id, undeclared.id) > (
                    coalesce((select last.site_id from enrollment last where last.id = :after),
                             cast('00000000-0000-0000-0000-000000000000' as uuid)), :after)
              and coalesce(g.min_weekly_attendance_hours, (
                    select max(n.min_weekly_attendance_hours)
                    from site_label_view l
                    join network_view n on n.code = l.network_code
                    where l.site_id = %1$s
                      and coalesce(l.labelled_from, :sunday) <= :sunday
                      and coalesce(l.labelled_to, :monday) >= :monday)) > 0
              and :sunday >= (
                    select cast(min(cast(h.move ->> 'at' as timestamptz)) at time zone :zone as date)
                    from jsonb_array_elements(undeclared.history) h (move)
                    where h.move ->> 'to' = 'ACTIVE')
              and not exists (select 1 from site_closure c
                              where c.site_id = %1$s and c.week = :monday and c.closed_days = 31
                                and c.withdrawn_at is null)
              and not exists (
                    select 1 from enrollment e
                    where e.person_id = undeclared.person_id and e.partner_id = undeclared.partner_id
                      and (exists (select 1 from attendance a where a.enrollment_id = e.id and a.week = :monday)
                           or exists (select 1 from attendance_alert t where t.enrollment_id = e.id and t.week = :monday)
                           or exists (select 1 from absence b
                                      where b.enrollment_id = e.id and b.week = :monday
                                        and b.hours is null and b.withdrawn_at is null)))
            order by undeclared.site_id, undeclared.id limit :size""".formatted(SITE.formatted("undeclared"));

    /** Enrollments whose week a closure of the site concerns. */
    private static final String AT_SITE = """
            select e.id from enrollment e
            where e.site_id = :site
              and (e.state = 'ACTIVE'
                   or exists (select 1 from attendance a where a.enrollment_id = e.id and a.week = :monday)
                   or exists (select 1 from attendance_alert t
                              join enrollment x on x.id = t.enrollment_id
                              where x.person_id = e.person_id and x.partner_id = e.partner_id and t.week = :monday))
            union
            select a.enrollment_id from attendance a
            where a.site_id = :site and a.week = :monday
            union
            select t.enrollment_id from attendance_alert t
            where t.site_ids @> array[:site] and t.week = :monday
            order by 1""";

    /**
     * Open alerts of annulled or cancelled enrollments, of weeks after the day on which the student left, or of that week,
     * of weeks before a start that was postponed, and of sites at which the student was not, as is known now.
     */
    private static final String OPEN_IN_DOUBT = """
            select t.id, t.enrollment_id, t.week
            from attendance_alert t
            join enrollment e on e.id = t.enrollment_id
            join offering_view o on o.id = e.offering_id
            where t.state = 'OPEN' and t.id > :after
              and (e.state in ('ANNULLED', 'CANCELLED')
                   or t.week + 6 < o.starts_on
                   or e.state <> 'ACTIVE'
                      and t.week + 6 >= coalesce(e.withdrawn_on, (
                        select cast(max(cast(x.move ->> 'at' as timestamptz)) at time zone :zone as date)
                        from jsonb_array_elements(e.history) x (move)
                        where x.move ->> 'to' in ('COMPLETED', 'TRANSFERRED')
                          and (x.move ->> 'from') <> (x.move ->> 'to')))
                   or t.cause = 'NOT_DECLARED' and e.history @> '[{"siteChange": {}}]'
                      and (site_on(e.history, t.week + 6) = any (t.site_ids)) is not true)
            order by t.id limit :size""";

    /** The condition on the enrollment for the filter of a list. */
    static final String ENROLLMENT_OF_PERSON = """
            enrollmentId in (select o.id from Enrollment e
                             join Enrollment o on o.personId = e.personId and o.partnerId = e.partnerId
                             where e.id = ?)""";

    /** Weeks for which several enrollments of the persons have hours, an absence or an alert. */
    private static final String SHARED_WEEKS = """
            select w.week, array_agg(distinct w.enrollment_id) as enrollments
            from (select a.enrollment_id, a.week from attendance a
                  where a.enrollment_id = any(array(select id from enrollment where person_id = any(:persons)))
                  union all
                  select b.enrollment_id, b.week from absence b
                  where b.enrollment_id = any(array(select id from enrollment where person_id = any(:persons)))
                  union all
                  select t.enrollment_id, t.week from attendance_alert t
                  where t.enrollment_id = any(array(select id from enrollment where person_id = any(:persons)))) w
            group by w.week having count(distinct w.enrollment_id) > 1
            order by w.week""";

    private final Clock clock;

    AlertRepository(Clock clock) {
        this.clock = clock;
    }

    /** One week for each person at each partner. One statement, however many enrollments. */
    List<WeeklyAttendance> weeklyAttendance(Collection<UUID> enrollments, IsoWeek week) {
        return WeeklyAttendance.byPerson(getSession()
                .createNativeQuery(WEEK, Tuple.class)
                .setParameter("enrollments", enrollments.toArray(UUID[]::new))
                .setParameter("monday", week.monday())
                .setParameter("sunday", week.sunday())
                .setParameter("zone", clock.getZone().getId())
                .getResultStream()
                .map(row -> EnrolledWeek.of(row, week))
                .toList());
    }

    List<UUID> undeclared(IsoWeek week, UUID after, int size) {
        return getSession()
                .createNativeQuery(UNDECLARED, UUID.class)
                .setParameter("zone", clock.getZone().getId())
                .setParameter("monday", week.monday())
                .setParameter("sunday", week.sunday())
                .setParameter("after", after)
                .setParameter("size", size)
                .getResultList();
    }

    /** An open alert that may have become wrong. */
    record OpenAlert(UUID id, UUID enrollmentId, LocalDate monday) {}

    List<OpenAlert> openInDoubt(UUID after, int size) {
        return getSession()
                .createNativeQuery(OPEN_IN_DOUBT, OpenAlert.class)
                .setParameter("zone", clock.getZone().getId())
                .setParameter("after", after)
                .setParameter("size", size)
                .getResultList();
    }

    List<UUID> atSite(UUID siteId, IsoWeek week) {
        return getSession()
                .createNativeQuery(AT_SITE, UUID.class)
                .setParameter("site", siteId)
                .setParameter("monday", week.monday())
                .getResultList();
    }

    Map<IsoWeek, List<UUID>> sharedWeeks(Collection<UUID> persons) {
        return getSession()
                .createNativeQuery(SHARED_WEEKS, Tuple.class)
                .setParameter("persons", persons.toArray(UUID[]::new))
                .getResultStream()
                .collect(Collectors.toMap(
                        row -> new IsoWeek(row.get("week", LocalDate.class)),
                        row -> List.of((UUID[]) row.get("enrollments"))));
    }

    /** Oldest first. */
    List<AttendanceAlert> of(Collection<UUID> enrollments, IsoWeek week) {
        return list("week = ?1 and enrollmentId in ?2", Sort.by("id"), week.monday(), enrollments);
    }
}
