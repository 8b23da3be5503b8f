package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.commons.database.ReadLimit;
import fr.cned.partenariats.commons.tenancy.AllTenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/** Counts enrollments. One statement reads all numbers, so they are of one snapshot. */
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

    static final String NETWORKS = """
            left join (
              select distinct l.site_id, l.network_code from site_label_view l
              where coalesce(l.labelled_from, :day) <= :day and coalesce(l.labelled_to, :day) >= :day) n
              on n.site_id = c.site_id
            """;

    /** Placeholders: the columns of the lines, and the lines. */
    static final String DISTINCT_LINES = "left join lateral (select distinct %s from (%s) l) m on true\n";

    /**
     * The enrollments in their state at {@code :until}. The query reads the history only of enrollments that changed
     * later.
     */
    private static final String ENROLLMENTS = """
            with known as (
              select e.id, e.person_id, e.partner_id, e.agreement_id, e.training_id, e.academic_year, e.site_id,
                     e.fundings, e.registered_at,
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
            """;

    /** Of {@code described}. Placeholder: the funding lines that match the filters. */
    private static final String CHOSEN = """
            chosen as (
              select c.* from described c
              where (:everything or c.partner_id = any (:visible))
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
            """;

    /** The keyset is the order of the groups: by key, then by second key, absent keys last. */
    static final String PAGE = """
            select l.enrollments, l.students, l.key, l.label, l.second_key, l.second_label from %s l
            where l.is_total = 1 or not :further
              or (l.key is null, coalesce(l.key, ''), l.second_key is null, coalesce(l.second_key, ''))
                 > (cast(:afterKey as text) is null, coalesce(:afterKey, ''),
                    cast(:afterSecond as text) is null, coalesce(:afterSecond, ''))
            order by l.is_total desc, l.key nulls last, l.second_key nulls last limit :lines""";

    private static final String COUNT = """
            (
              select count(distinct g.id) as enrollments, count(distinct g.person_id) as students,
                     g.key, g.label, g.second_key, g.second_label, grouping(g.key) as is_total
              from (select c.id, c.person_id, %s from chosen c %s) g
              group by grouping sets ((g.key, g.label, g.second_key, g.second_label), ()))""";

    private static final String MONTH = StatisticsDimension.month.key();

    private final EntityManager em;
    private final StatisticsRollups rollups;
    private final ReadLimit reads;
    private final Clock clock;

    StatisticsQuery(EntityManager em, StatisticsRollups rollups, ReadLimit reads, Clock clock) {
        this.em = em;
        this.rollups = rollups;
        this.reads = reads;
        this.clock = clock;
    }

    /** The partners that are members of this federation; empty for any other partner. */
    @Transactional
    List<UUID> membersOf(UUID partner) {
        return em.unwrap(Session.class)
                .createNativeQuery("select * from members_of(:partner)", UUID.class)
                .setParameter("partner", partner)
                .getResultList();
    }

    /** A row of the result: the total or one group. */
    record CountRow(
            long enrollments,
            long students,
            @Nullable String key,
            @Nullable String label,
            @Nullable String secondKey,
            @Nullable String secondLabel) {

        static CountRow of(Object[] row) {
            return new CountRow(
                    ((Number) row[0]).longValue(),
                    ((Number) row[1]).longValue(),
                    (String) row[2],
                    (String) row[3],
                    (String) row[4],
                    (String) row[5]);
        }
    }

    /**
     * What to count.
     *
     * @param own the caller's partner; empty when the caller counts the enrollments of all partners
     * @param members the members of the caller's federation, which count, too
     * @param moment the time of the count
     * @param after the keys of the last group of the previous page; null for the first page
     * @param groups the maximum number of groups
     */
    record Question(
            StatisticsFilter filter,
            StatisticsGrouping grouping,
            Optional<UUID> own,
            List<UUID> members,
            StatisticsMoment moment,
            @Nullable GroupKeys after,
            int groups) {}

    /** The keys of a group; absent without the key, and the second one with one dimension. */
    record GroupKeys(@Nullable String first, @Nullable String second) {}

    /** The total first, then one page of groups in key order. An absent key comes last. */
    @Transactional
    List<CountRow> count(Question question) {
        return countWithinScope(question);
    }

    /** Counts rows of other partners, too: those that the question names as members. */
    @AllTenants
    @Transactional
    List<CountRow> countWithMembers(Question question) {
        return countWithinScope(question);
    }

    private List<CountRow> countWithinScope(Question question) {
        reads.begin();
        StatisticsFilter filter = question.filter();
        StatisticsGrouping grouping = question.grouping();
        @Nullable GroupKeys after = question.after();
        boolean present = question.moment().isPresent(clock);
        NativeQuery<Object[]> query = em.unwrap(Session.class)
                .createNativeQuery(present ? StatisticsRollupQuery.of(grouping) : ofPast(grouping), Object[].class);
        if (present) {
            rollups.fold();
            joinByHash();
            query.setParameter("cube", StatisticsRollupQuery.cube(filter, grouping));
        } else {
            query.setParameter("until", question.moment().until());
            if (grouping.contains(StatisticsDimension.month)) {
                query.setParameter("zone", clock.getZone().getId());
            }
        }
        if (grouping.contains(StatisticsDimension.agreement) || grouping.contains(StatisticsDimension.site)) {
            query.setParameter("own", question.own().orElse(null), UUID.class);
        }
        return query
                .setParameter("day", question.moment().day())
                .setParameter("everything", question.own().isEmpty())
                .setParameter(
                        "visible",
                        Stream.concat(question.own().stream(), question.members().stream())
                                .toArray(UUID[]::new))
                .setParameter("further", after != null)
                .setParameter("afterKey", after == null ? null : after.first(), String.class)
                .setParameter("afterSecond", after == null ? null : after.second(), String.class)
                .setParameter("lines", question.groups() + 1)
                .setParameter("site", filter.siteId, UUID.class)
                .setParameter("partner", filter.partnerId, UUID.class)
                .setParameter("agreement", filter.agreementId, UUID.class)
                .setParameter("family", filter.family, String.class)
                .setParameter("training", filter.trainingCode, String.class)
                .setParameter("department", filter.department, String.class)
                .setParameter("region", filter.region, String.class)
                .setParameter("year", filter.academicYear, String.class)
                .setParameter("hosted", filter.hosted, Boolean.class)
                .setParameter("states", filter.states(grouping))
                .setParameter("networks", filter.network.toArray(String[]::new))
                .setParameter("funding", name(filter.funding), String.class)
                .setParameter("fundingState", name(filter.fundingState), String.class)
                .getResultList()
                .stream()
                .map(CountRow::of)
                .toList();
    }

    /** For this transaction: the planner expects few cells of a filter by region, and would read the roll-ups for each. */
    private void joinByHash() {
        em.createNativeQuery("set local enable_nestloop = off").executeUpdate();
    }

    private static String ofPast(StatisticsGrouping grouping) {
        return ENROLLMENTS
                + chosen(LINES)
                + PAGE.formatted(COUNT.formatted(grouping.columns(MONTH), grouping.joins(LINES)));
    }

    static String chosen(String fundingLines) {
        return CHOSEN.formatted(fundingLines);
    }

    private static @Nullable String name(@Nullable Enum<?> constant) {
        return constant == null ? null : constant.name();
    }
}
