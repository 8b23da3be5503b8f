package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Counts in the database, in one query and so of one moment. */
@ApplicationScoped
class StatisticsQuery {

    /** Funding lines that the filters let through, in the state that they had at the moment. */
    static final String LINES = """
            select f ->> 'kind' as kind, s.state
            from jsonb_array_elements(c.fundings) f
            cross join lateral (
              select case when cast(f ->> 'decidedAt' as timestamptz) >= :until then 'REQUESTED'
                          else f ->> 'state' end as state) s
            where (cast(:funding as text) is null or f ->> 'kind' = :funding)
              and (cast(:fundingState as text) is null or s.state = :fundingState)""";

    /**
     * An enrollment's state is its own unless it has changed since the moment: only then its history is read.
     * What was registered later was not there.
     */
    private static final String CHOSEN = """
            with known as (
              select e.id, e.person_id, e.partner_id, e.agreement_id, e.training_id, e.academic_year, e.site_id,
                     e.fundings,
                     case when e.changed_at < :until then e.state else
                       (select h.move ->> 'to' from jsonb_array_elements(e.history) with ordinality as h(move, step)
                        where cast(h.move ->> 'at' as timestamptz) < :until order by h.step desc limit 1) end as state
              from enrollment e where e.registered_at < :until),
            described as (
              select k.*, t.family, t.code as training_code, t.title as training_title,
                     p.legal_name as partner_name, a.number as agreement_number, s.name as site_name,
                     case when s.id is null then p.department else s.department end as department,
                     case when s.id is null then p.region else s.region end as region
              from known k
              join training_view t on t.id = k.training_id
              join agreement_view a on a.id = k.agreement_id
              left join partner_view p on p.id = k.partner_id
              left join site_view s on s.id = k.site_id),
            chosen as (
              select c.* from described c
              where (cast(:visible as uuid) is null or c.partner_id = :visible)
                and (cast(:partner as uuid) is null or c.partner_id = :partner)
                and (cast(:agreement as uuid) is null or c.agreement_id = :agreement)
                and (cast(:family as text) is null or c.family = :family)
                and (cast(:training as text) is null or c.training_code = :training)
                and (cast(:department as text) is null or c.department = :department)
                and (cast(:region as text) is null or c.region = :region)
                and (cast(:year as text) is null or c.academic_year = :year)
                and (cast(:hosted as boolean) is null or (c.site_id is not null) = :hosted)
                and (cardinality(cast(:states as text[])) = 0 or c.state = any (:states))
                and (cardinality(cast(:networks as text[])) = 0 or exists (
                      select 1 from site_label_view l
                      where l.site_id = c.site_id and l.network_code = any (:networks)
                        and coalesce(l.labelled_from, :day) <= :day and coalesce(l.labelled_to, :day) >= :day))
                and (cast(:site as uuid) is null or c.site_id = :site)
                and (cast(:funding as text) is null and cast(:fundingState as text) is null or exists (%s)))
            """.formatted(LINES);

    private static final String COUNT = """
            select l.* from (
              select count(distinct g.id) as enrollments, count(distinct g.person_id) as students,
                     g.key, g.label, grouping(g.key) as is_total
              from (select c.id, c.person_id, %s as key, %s as label from chosen c %s) g
              group by grouping sets ((g.key, g.label), ())) l
            where l.is_total = 1 or cast(:after as text) is null or l.key is null or l.key > :after
            order by l.is_total desc, l.key nulls last limit :lines""";

    private final EntityManager em;

    StatisticsQuery(EntityManager em) {
        this.em = em;
    }

    /** One line of the answer; the first is the total. */
    record Line(
            long enrollments,
            long students,
            @Nullable String key,
            @Nullable String label) {

        static Line of(Object[] row) {
            return new Line(
                    ((Number) row[0]).longValue(), ((Number) row[1]).longValue(), (String) row[2], (String) row[3]);
        }
    }

    /**
     * The total, and behind it a page of the groups. One without a key is the last of all.
     *
     * @param after the last group's key of the page before
     * @param groups how many at most
     * @param until the moment; what happened then or later is not counted
     * @param day of the moment, which networks' labels are looked at on
     */
    List<Line> count(
            StatisticsFilter filter,
            Optional<UUID> visiblePartner,
            Instant until,
            LocalDate day,
            @Nullable String after,
            int groups) {
        Dimension by = filter.groupBy;
        String count = by == null
                ? COUNT.formatted("cast('' as text)", "cast(null as text)", "")
                : COUNT.formatted(by.key(), by.label(), by.join());
        return em
                .unwrap(Session.class)
                .createNativeQuery(CHOSEN + count, Object[].class)
                .setParameter("until", until)
                .setParameter("day", day)
                .setParameter("visible", visiblePartner.orElse(null), UUID.class)
                .setParameter("after", after, String.class)
                .setParameter("lines", groups + 1)
                .setParameter("site", filter.siteId, UUID.class)
                .setParameter("partner", filter.partnerId, UUID.class)
                .setParameter("agreement", filter.agreementId, UUID.class)
                .setParameter("family", filter.family, String.class)
                .setParameter("training", filter.trainingCode, String.class)
                .setParameter("department", filter.department, String.class)
                .setParameter("region", filter.region, String.class)
                .setParameter("year", filter.academicYear, String.class)
                .setParameter("hosted", filter.hosted, Boolean.class)
                .setParameter("states", statesOf(filter))
                .setParameter("networks", filter.network.toArray(String[]::new))
                .setParameter("funding", name(filter.funding), String.class)
                .setParameter("fundingState", name(filter.fundingState), String.class)
                .getResultList()
                .stream()
                .map(Line::of)
                .toList();
    }

    private static String[] statesOf(StatisticsFilter filter) {
        if (filter.state.isEmpty() && filter.groupBy != Dimension.state) {
            return EnrollmentState.holdingSeat();
        }
        return filter.state.stream().map(Enum::name).toArray(String[]::new);
    }

    private static @Nullable String name(@Nullable Enum<?> constant) {
        return constant == null ? null : constant.name();
    }
}
