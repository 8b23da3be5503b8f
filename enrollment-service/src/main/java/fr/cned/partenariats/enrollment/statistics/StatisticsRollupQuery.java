package fr.cned.partenariats.enrollment.statistics;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The SQL of a count, from the roll-ups. It describes and filters cells, which are few, and adds up the persons that have
 * enrollments in them.
 */
final class StatisticsRollupQuery {

    private static final Set<StatisticsDimension> BY_SITE = EnumSet.of(
            StatisticsDimension.network,
            StatisticsDimension.site,
            StatisticsDimension.department,
            StatisticsDimension.region);
    private static final Set<StatisticsDimension> BY_TRAINING =
            EnumSet.of(StatisticsDimension.family, StatisticsDimension.training);

    /** An enrollment can be in several groups of these dimensions. */
    private static final Set<StatisticsDimension> SEVERAL_GROUPS =
            EnumSet.of(StatisticsDimension.network, StatisticsDimension.funding, StatisticsDimension.fundingState);

    private static final String FIRST = "row_number() over (partition by n.cell) = 1";

    /** The funding lines of a cell that match the filters. */
    private static final String LINES = """
            select split_part(f, ':', 1) as kind, split_part(f, ':', 2) as state
            from unnest(c.fundings) f
            where (cast(:funding as text) is null or split_part(f, ':', 1) = :funding)
              and (cast(:fundingState as text) is null or split_part(f, ':', 2) = :fundingState)""";

    /** Placeholder: the columns of the funding lines. */
    static final String DISTINCT_LINES = "left join lateral (select distinct %s from (" + LINES + ") l) m on true\n";

    /** The networks whose label a site has on the day of the count. */
    static final String NETWORKS = """
            left join (
              select distinct l.site_id, l.network_code from site_label_view l
              where coalesce(l.labelled_from, :day) <= :day and coalesce(l.labelled_to, :day) >= :day) n
              on n.site_id = c.site_id
            """;

    private static final String CELLS = "with counted as (select * from statistics_cell where cube = :cube)\n";

    /** A cell of a smaller cube has no agreement, training, site or month. */
    private static final String DESCRIBED = """
            , described as (
              select k.*, t.family, t.code as training_code, t.title as training_title,
                     p.legal_name as partner_name, a.number as agreement_number, s.name as site_name,
                     case when s.id is null then p.department else s.department end as department,
                     case when s.id is null then p.region else s.region end as region
              from counted k
              left join training_view t on t.id = k.training_id
              left join agreement_view a on a.id = k.agreement_id
              left join partner_view p on p.id = k.partner_id
              left join site_view s on s.id = k.site_id),
            """;

    /** The cells that match the filters. */
    private static final String CHOSEN = """
            chosen as (
              select c.* from described c
              where (:everything or c.partner_id = any (:visible))
                and (cast(:partner as uuid) is null or c.partner_id = :partner)
                and (cardinality(cast(:agreements as uuid[])) = 0 or c.agreement_id = any (:agreements))
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
                and (cast(:funding as text) is null and cast(:fundingState as text) is null or exists (
            """ + LINES + ")))\n";

    /**
     * The roll-ups at the end of {@code :asOf}: those of the next frame, or of the present, without what changed in between.
     * Nothing changes after infinity. An amount can be negative, and several rows can have the same cells.
     */
    private static final String AMOUNTS = """
            , following as materialized (
              select coalesce(min(f.day), date 'infinity') as day from statistics_frame f
              where f.day >= cast(:asOf as date) and f.ready and :cube < 7),
            rollup as not materialized (
              select r.size, r.first, r.second, r.cells, r.amount from statistics_rollup r
              where r.cube = :cube and (select f.day from following f) = 'infinity'
              union all
              select cast(cardinality(f.cells) as smallint), f.cells[1], f.cells[2], f.cells, f.amount
              from statistics_frame_rollup f
              where f.cube = :cube and f.day = (select f.day from following f)
              union all
              select cast(cardinality(d.cells) / 8 as smallint), d.cells[:cube + 1], d.cells[:cube + 9],
                     case when cardinality(d.cells) > 16 then statistics_projection(d.cells, :cube) end, -d.amount
              from statistics_delta d
              where d.day > cast(:asOf as date) and d.day <= (select f.day from following f))
            """;

    /**
     * Persons of a group are its enrollments without the repeated ones. Almost all persons with several enrollments have
     * two: these need no sorting. The total counts each cell once.
     */
    private static final String COUNT = """
            , grouped as materialized (
              select row_number() over () as number, g.key, any_value(g.label) as label, g.second_key,
                     any_value(g.second_label) as second_label, array_agg(g.cell) as cells
              from (select c.id as cell, %s from chosen c %s) g
              group by g.key, g.second_key),
            keyed as materialized (
              select n.cell, n.number, %s as once
              from (select unnest(g.cells) as cell, g.number from grouped g) n),
            part as (
              select a.number,
                     sum(r.amount) filter (where r.size = 1) as enrollments,
                     sum(r.amount) filter (where a.number = b.number) as repeated,
                     sum(r.amount) filter (where r.size = 1 and a.once) as all_enrollments,
                     sum(r.amount) filter (where a.once and b.once) as all_repeated
              from rollup r join keyed a on a.cell = r.first left join keyed b on b.cell = r.second
              where r.size < 3
              group by a.number
              union all
              select m.number, 0, sum(m.amount * (m.times - 1)), 0, sum(m.amount * (m.times_once - 1))
              from (select k.number, r.amount, count(*) as times,
                           case when grouping(k.number) = 1 then count(*) filter (where k.once) else 1 end as times_once
                    from (select row_number() over () as id, x.cells, x.amount from rollup x where x.size > 2) r
                    cross join lateral unnest(r.cells) u (cell)
                    join keyed k on k.cell = u.cell
                    group by grouping sets ((r.id, r.amount, k.number), (r.id, r.amount))) m
              group by m.number),
            line as (
              select cast(p.enrollments as bigint) as enrollments,
                     cast(p.enrollments - coalesce(p.repeated, 0) as bigint) as students,
                     g.key, g.label, g.second_key, g.second_label, 0 as is_total
              from (select p.number, sum(p.enrollments) as enrollments, sum(p.repeated) as repeated
                    from part p where p.number is not null group by p.number) p
              join grouped g on g.number = p.number
              where p.enrollments > 0
              union all
              select cast(coalesce(sum(p.all_enrollments), 0) as bigint),
                     cast(coalesce(sum(p.all_enrollments), 0) - coalesce(sum(p.all_repeated), 0) as bigint),
                     cast(null as text), cast(null as text), cast(null as text), cast(null as text), 1
              from part p)
            """;

    /** The keyset is the order of the groups: by key, then by second key, absent keys last. */
    static final String PAGE = """
            select l.enrollments, l.students, l.key, l.label, l.second_key, l.second_label from line l
            where l.is_total = 1 or not :further
              or (l.key is null, coalesce(l.key, ''), l.second_key is null, coalesce(l.second_key, ''))
                 > (cast(:afterKey as text) is null, coalesce(:afterKey, ''),
                    cast(:afterSecond as text) is null, coalesce(:afterSecond, ''))
            order by l.is_total desc, l.key nulls last, l.second_key nulls last limit :lines""";

    private StatisticsRollupQuery() {}

    /** Describes and filters what {@code counted} selects: cells, or enrollments that a test compares them with. */
    static String chosen() {
        return DESCRIBED + CHOSEN;
    }

    static String of(StatisticsGrouping grouping) {
        return CELLS
                + chosen()
                + AMOUNTS
                + COUNT.formatted(
                        grouping.columns(), grouping.joins(), grouping.containsAny(SEVERAL_GROUPS) ? FIRST : "true")
                + PAGE;
    }

    /** What a cube may leave out. */
    private enum Part {
        AGREEMENT,
        SITE,
        TRAINING,
        MONTH
    }

    /** The cubes of V086 by number. One that has the parts of another comes after it. */
    private static final List<Set<Part>> CUBES = List.of(
            EnumSet.of(Part.AGREEMENT, Part.SITE),
            EnumSet.of(Part.TRAINING),
            EnumSet.of(Part.MONTH),
            EnumSet.of(Part.AGREEMENT, Part.TRAINING),
            EnumSet.of(Part.SITE, Part.TRAINING),
            EnumSet.of(Part.AGREEMENT, Part.SITE, Part.MONTH),
            EnumSet.of(Part.TRAINING, Part.MONTH),
            EnumSet.allOf(Part.class));

    /** The smallest cube that has every part of the question. */
    static int cube(StatisticsFilter filter, StatisticsGrouping grouping) {
        Set<Part> asked = EnumSet.noneOf(Part.class);
        if (grouping.contains(StatisticsDimension.agreement) || !filter.agreementId.isEmpty()) {
            asked.add(Part.AGREEMENT);
        }
        if (grouping.containsAny(BY_SITE)
                || filter.siteId != null
                || filter.hosted != null
                || filter.department != null
                || filter.region != null
                || !filter.network.isEmpty()) {
            asked.add(Part.SITE);
        }
        if (grouping.containsAny(BY_TRAINING) || filter.family != null || filter.trainingCode != null) {
            asked.add(Part.TRAINING);
        }
        if (grouping.contains(StatisticsDimension.month)) {
            asked.add(Part.MONTH);
        }
        int cube = 0;
        while (!CUBES.get(cube).containsAll(asked)) {
            cube++;
        }
        return cube;
    }
}
