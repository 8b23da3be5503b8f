package fr.cned.partenariats.enrollment.statistics;

/** The SQL of a count that reads each enrollment and its history, without roll-ups. */
final class StatisticsRows {

    /** The enrollments in their state before {@code :until}. */
    private static final String ROWS = """
            with counted as (
              select e.id, e.person_id, e.partner_id, e.agreement_id, e.training_id, e.site_id, e.academic_year,
                     case when e.changed_at < cast(:until as timestamptz) then e.state else
                       (select h.move ->> 'to' from jsonb_array_elements(e.history) with ordinality as h(move, step)
                        where cast(h.move ->> 'at' as timestamptz) < cast(:until as timestamptz) order by h.step desc limit 1) end as state,
                     array(select concat(f ->> 'kind', ':', case
                               when cast(f ->> 'decidedAt' as timestamptz) >= cast(:until as timestamptz) then 'REQUESTED'
                               else f ->> 'state' end)
                           from jsonb_array_elements(e.fundings) f) as fundings,
                     cast(date_trunc('month', e.registered_at at time zone 'Europe/Paris') as date) as month
              from enrollment e where e.registered_at < cast(:until as timestamptz))
            """;

    private static final String COUNT = """
            , line as (
              select count(distinct g.id) as enrollments, count(distinct g.person_id) as students,
                     g.key, g.label, g.second_key, g.second_label, grouping(g.key) as is_total
              from (select c.id, c.person_id, %s from chosen c %s) g
              group by grouping sets ((g.key, g.label, g.second_key, g.second_label), ()))
            """;

    private StatisticsRows() {}

    static String of(StatisticsGrouping grouping) {
        return ROWS
                + StatisticsRollupQuery.chosen()
                + COUNT.formatted(grouping.columns(), grouping.joins())
                + StatisticsRollupQuery.PAGE;
    }
}
