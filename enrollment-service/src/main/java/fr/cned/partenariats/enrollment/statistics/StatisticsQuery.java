package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.commons.caller.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Counts enrollments in one statement, so all numbers are of one snapshot. */
@ApplicationScoped
class StatisticsQuery {

    /** The funding lines that match the filters, in their state at {@code :until}. */
    static final String LINES = """
            select f ->> 'kind' as kind, s.state
            from jsonb_array_elements(c.fundings) f
            cross join lateral (
              select case when cast(f ->> 'decidedAt' as timestamptz) >= :until then 'REQUESTED'
                          else f ->> 'state' end as state) s
            where (cast(:funding as text) is null or f ->> 'kind' = :funding)
              and (cast(:fundingState as text) is null or s.state = :fundingState)""";

    /**
     * The enrollments that match the filters, in their state at {@code :until}. The query reads the history only of
     * enrollments that changed later.
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

    /** A row of the result: the total or one group. */
    record CountRow(
            long enrollments,
            long students,
            @Nullable String key,
            @Nullable String label) {

        static CountRow of(Object[] row) {
            return new CountRow(
                    ((Number) row[0]).longValue(), ((Number) row[1]).longValue(), (String) row[2], (String) row[3]);
        }
    }

    /**
     * The total first, then one page of groups in key order. The group without a key is the last one.
     *
     * @param moment the time of the count
     * @param after the key of the last group of the previous page
     * @param groups the maximum number of groups
     */
    List<CountRow> count(
            StatisticsFilter filter, TenantScope scope, StatisticsMoment moment, @Nullable String after, int groups) {
        StatisticsDimension by = filter.groupBy;
        String count = by == null
                ? COUNT.formatted("cast('' as text)", "cast(null as text)", "")
                : COUNT.formatted(by.key(), by.label(), by.join());
        return em
                .unwrap(Session.class)
                .createNativeQuery(CHOSEN + count, Object[].class)
                .setParameter("until", moment.until())
                .setParameter("day", moment.day())
                .setParameter("visible", scope.restrictedTo().orElse(null), UUID.class)
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
                .setParameter("states", filter.states())
                .setParameter("networks", filter.network.toArray(String[]::new))
                .setParameter("funding", name(filter.funding), String.class)
                .setParameter("fundingState", name(filter.fundingState), String.class)
                .getResultList()
                .stream()
                .map(CountRow::of)
                .toList();
    }

    private static @Nullable String name(@Nullable Enum<?> constant) {
        return constant == null ? null : constant.name();
    }
}
