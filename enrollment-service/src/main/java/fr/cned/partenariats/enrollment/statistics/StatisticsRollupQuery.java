package fr.cned.partenariats.enrollment.statistics;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The SQL of a count of the present, from the roll-ups. It describes and filters cells, which are few, and adds up the
 * persons that have enrollments in them.
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

    /** A cell of a smaller cube has no agreement, training, site or month. */
    private static final String CELLS = """
            with described as (
              select k.*, t.family, t.code as training_code, t.title as training_title,
                     p.legal_name as partner_name, a.number as agreement_number, s.name as site_name,
                     case when s.id is null then p.department else s.department end as department,
                     case when s.id is null then p.region else s.region end as region
              from statistics_cell k
              left join training_view t on t.id = k.training_id
              left join agreement_view a on a.id = k.agreement_id
              left join partner_view p on p.id = k.partner_id
              left join site_view s on s.id = k.site_id
              where k.cube = :cube),
            """;

    /**
     * Persons of a group are its enrollments without the repeated ones. Almost all persons with several enrollments have
     * two: these need no sorting. A line without a number is the total, which counts each cell once.
     */
    private static final String COUNT = """
            , numbered as materialized (
              select g.*, dense_rank() over (order by g.key collate "C", g.second_key collate "C", g.label collate "C",
                                                      g.second_label collate "C") as number
              from (select c.id as cell, %s from chosen c %s) g),
            keyed as materialized (select n.cell, n.number, %s as once from numbered n),
            part as (
              select k.number, sum(r.amount) as enrollments, 0 as repeated,
                     sum(r.amount) filter (where k.once) as all_enrollments, 0 as all_repeated
              from statistics_rollup r join keyed k on k.cell = r.first
              where r.cube = :cube and r.size = 1
              group by k.number
              union all
              select case when a.number = b.number then a.number end, 0, sum(r.amount),
                     0, sum(r.amount) filter (where a.once and b.once)
              from statistics_rollup r join keyed a on a.cell = r.first join keyed b on b.cell = r.second
              where r.cube = :cube and r.size = 2
              group by 1
              union all
              select m.number, 0, sum(m.amount * (m.times - 1)), 0, sum(m.amount * (m.times_once - 1))
              from (select k.number, r.amount, count(*) as times,
                           case when grouping(k.number) = 1 then count(*) filter (where k.once) else 1 end as times_once
                    from (select row_number() over () as id, cells, amount from statistics_rollup
                          where cube = :cube and size > 2) r
                    cross join lateral unnest(r.cells) u (cell)
                    join keyed k on k.cell = u.cell
                    group by grouping sets ((r.id, r.amount, k.number), (r.id, r.amount))) m
              group by m.number),
            line as (
              select cast(p.enrollments as bigint) as enrollments,
                     cast(p.enrollments - p.repeated as bigint) as students,
                     g.key, g.label, g.second_key, g.second_label, 0 as is_total
              from (select p.number, sum(p.enrollments) as enrollments, sum(p.repeated) as repeated
                    from part p where p.number is not null group by p.number) p
              join (select n.number, any_value(n.key) as key, any_value(n.label) as label,
                           any_value(n.second_key) as second_key, any_value(n.second_label) as second_label
                    from numbered n group by n.number) g on g.number = p.number
              where p.enrollments > 0
              union all
              select cast(coalesce(sum(p.all_enrollments), 0) as bigint),
                     cast(coalesce(sum(p.all_enrollments) - sum(p.all_repeated), 0) as bigint),
                     cast(null as text), cast(null as text), cast(null as text), cast(null as text), 1
              from part p)
            """;

    private StatisticsRollupQuery() {}

    static String of(StatisticsGrouping grouping) {
        return CELLS
                + StatisticsQuery.chosen(LINES)
                + COUNT.formatted(
                        grouping.columns("to_char(c.month, 'YYYY-MM')"),
                        grouping.joins(LINES),
                        grouping.containsAny(SEVERAL_GROUPS) ? FIRST : "true")
                + StatisticsQuery.PAGE.formatted("line");
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
        if (grouping.contains(StatisticsDimension.agreement) || filter.agreementId != null) {
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
