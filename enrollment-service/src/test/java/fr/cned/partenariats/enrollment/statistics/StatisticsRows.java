package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import fr.cned.partenariats.enrollment.enrollment.FundingAmounts.Amounts;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.Session;

/** Counts in SQL: reads each enrollment and its history, and adds nothing up before. */
final class StatisticsRows {

    /** The SQL of the key and of the label of a dimension. */
    private record Columns(String key, String label) {

        static Columns of(StatisticsDimension dimension) {
            return switch (dimension) {
                case network -> new Columns("n.network_code", NONE);
                case partner -> new Columns("cast(c.partner_id as text)", "c.partner_name");
                case agreement -> new Columns(ifOwn("cast(c.agreement_id as text)"), ifOwn("c.agreement_number"));
                case family -> new Columns("c.family", NONE);
                case training -> new Columns("c.training_code", "c.training_title");
                case department -> new Columns("c.department", NONE);
                case region -> new Columns("c.region", NONE);
                case site -> new Columns(ifOwn("cast(c.site_id as text)"), ifOwn("c.site_name"));
                case academicYear -> new Columns("c.academic_year", NONE);
                case state -> new Columns("c.state", NONE);
                case funding -> new Columns("m.kind", NONE);
                case fundingState -> new Columns("m.state", NONE);
                case situation -> new Columns("w.situation", NONE);
                case month -> new Columns("to_char(c.month, 'YYYY-MM')", NONE);
            };
        }

        private static String ifOwn(String column) {
            return "case when :everything or c.partner_id = cast(:own as uuid) then " + column + " end";
        }
    }

    private static final String NONE = "cast(null as text)";

    private static final String ROWS = """
            with counted as (
              select e.id, e.person_id, e.partner_id, e.agreement_id, e.training_id, e.academic_year,
                     case when e.history @> '[{"siteChange":{}}]' then coalesce(
                       (select jsonb_build_array(h.move -> 'siteChange' -> 'to')
                        from jsonb_array_elements(e.history) with ordinality as h(move, step)
                        where cast(h.move -> 'siteChange' ->> 'effectiveOn' as date) <= cast(:day as date)
                        order by h.step desc limit 1),
                       (select jsonb_build_array(h.move -> 'siteChange' -> 'from')
                        from jsonb_array_elements(e.history) with ordinality as h(move, step)
                        where h.move -> 'siteChange' ->> 'effectiveOn' is not null
                        order by h.step limit 1)) else jsonb_build_array(e.site_id) end as sites,
                     coalesce(
                       (select max(cast(m.move -> 'siteChange' ->> 'effectiveOn' as date))
                        from jsonb_array_elements(e.history) as m(move)
                        where cast(m.move -> 'siteChange' ->> 'effectiveOn' as date) <= cast(:day as date)),
                       cast(e.registered_at at time zone 'Europe/Paris' as date)) as hosted,
                     case when e.changed_at < cast(:until as timestamptz) then e.state else
                       (select h.move ->> 'to' from jsonb_array_elements(e.history) with ordinality as h(move, step)
                        where coalesce(cast(h.move ->> 'effectiveOn' as date),
                                       cast(cast(h.move ->> 'at' as timestamptz) at time zone 'Europe/Paris' as date))
                          <= cast(:day as date) order by h.step desc limit 1) end as state,
                     array(select concat(f ->> 'kind', ':', case
                               when cast(f ->> 'decidedAt' as timestamptz) >= cast(:until as timestamptz) then 'REQUESTED'
                               else f ->> 'state' end)
                           from jsonb_array_elements(y.lines) f) as fundings, y.lines,
                     (select h.move -> 'result' ->> 'state' from jsonb_array_elements(e.history) with ordinality as h(move, step)
                      where coalesce(cast(h.move ->> 'effectiveOn' as date),
                                     cast(cast(h.move ->> 'at' as timestamptz) at time zone 'Europe/Paris' as date))
                          <= cast(:day as date) and h.move -> 'result' is not null
                      order by h.step desc limit 1) as result,
                     cast(date_trunc('month', e.registered_at at time zone 'Europe/Paris') as date) as month,
                     array_remove(array[
                         case when t.high_level_athlete then 'HIGH_LEVEL_ATHLETE' end,
                         case when t.apprentice then 'APPRENTICE' end,
                         case when t.civil_servant then 'CIVIL_SERVANT' end,
                         case when t.priority_district then 'PRIORITY_DISTRICT' end,
                         case when t.parent_of_three then 'PARENT_OF_THREE' end], null) as situations
              from enrollment e join student t on t.id = e.student_id
              cross join lateral (
                select coalesce(
                  (select h.move -> 'fundings' from jsonb_array_elements(e.history) with ordinality as h(move, step)
                   where h.move -> 'fundings' is not null
                     and cast(h.move ->> 'at' as timestamptz) >= cast(:until as timestamptz) order by h.step limit 1),
                  e.fundings) as lines) y
              where e.registered_at < cast(:until as timestamptz)
                and e.state <> 'ANNULLED'),
            placed as (select c.*, cast(c.sites ->> 0 as uuid) as site_id from counted c)
            """;

    private static final String LINES = """
            select split_part(f, ':', 1) as kind, split_part(f, ':', 2) as state
            from unnest(c.fundings) f
            where (cast(:funding as text) is null or split_part(f, ':', 1) = :funding)
              and (cast(:fundingState as text) is null or split_part(f, ':', 2) = :fundingState)""";

    private static final String DISTINCT_LINES =
            "left join lateral (select distinct %s from (" + LINES + ") l) m on true\n";

    private static final String NETWORKS = """
            left join lateral (
              select distinct l.network_code from site_label_view l
              where l.site_id = c.site_id and coalesce(l.labelled_from, c.hosted) <= c.hosted
                and coalesce(l.labelled_to, c.hosted) >= c.hosted) n on true
            """;

    private static final String DESCRIBED = """
            , described as (
              select k.*, t.family, t.code as training_code, t.title as training_title,
                     p.legal_name as partner_name, a.number as agreement_number, s.name as site_name,
                     case when s.id is null then p.department else s.department end as department,
                     case when s.id is null then p.region else s.region end as region
              from placed k
              left join training_view t on t.id = k.training_id
              left join agreement_view a on a.id = k.agreement_id
              left join partner_view p on p.id = k.partner_id
              left join site_view s on s.id = k.site_id),
            """;

    private static final String CHOSEN = """
            chosen as (
              select c.* from described c
              where (:everything or c.partner_id = any (:visible) or c.agreement_id = any (:underFrameworks))
                and (cardinality(cast(:sites as uuid[])) = 0 or c.site_id = any (:sites))
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
                        and coalesce(l.labelled_from, c.hosted) <= c.hosted
                        and coalesce(l.labelled_to, c.hosted) >= c.hosted))
                and (cast(:situation as text) is null or cast(:situation as text) = any (c.situations))
                and (cast(:site as uuid) is null or c.site_id = :site)
                and (cast(:funding as text) is null and cast(:fundingState as text) is null or exists (
            """ + LINES + ")))\n";

    private static final String COUNTS = """
            select count(distinct g.id) filter (where g.counts) as enrollments,
                   count(distinct g.person_id) filter (where g.counts) as students,
                   count(distinct g.id) filter (where g.counts and g.result = 'PASSED') as passed,
                   count(distinct g.id) filter (where g.counts and g.result = 'FAILED') as failed,
                   count(distinct g.id) filter (where g.counts and g.result = 'UNKNOWN') as unknown,
                   coalesce(sum(g.approved), 0) as approved, coalesce(sum(g.waiting), 0) as waiting,
                   coalesce(sum(g.refused), 0) as refused, coalesce(sum(g.withdrawn), 0) as withdrawn,
                   coalesce(sum(g.refunded), 0) as refunded,
                   g.key, g.label, g.second_key, g.second_label""";

    /** The lines of an enrollment that a question names, and of a group. */
    private static final String AMOUNTS = """
            cross join lateral (
              select sum(x.amount) filter (where x.state = 'APPROVED' and c.state = any (:holding)) as approved,
                     sum(x.amount) filter (where x.state = 'REQUESTED' and c.state = any (:holding)) as waiting,
                     sum(x.amount) filter (where x.state = 'REFUSED') as refused,
                     sum(x.amount) filter (where x.state = 'APPROVED' and c.state = 'WITHDRAWN') as withdrawn,
                     sum(x.refund) filter (where x.state = 'APPROVED' and c.state = 'WITHDRAWN') as refunded
              from (select f ->> 'kind' as kind, cast(f ->> 'amount' as numeric) as amount,
                           cast(f ->> 'refund' as numeric) as refund,
                           case when cast(f ->> 'decidedAt' as timestamptz) >= cast(:until as timestamptz)
                                then 'REQUESTED' else f ->> 'state' end as state
                    from jsonb_array_elements(c.lines) f) x
              where :sums and (:everything or c.partner_id = cast(:own as uuid))
                and (cast(:funding as text) is null or x.kind = :funding)
                and (cast(:fundingState as text) is null or x.state = :fundingState) %s) a
            """;

    private static final String COUNT = """
            , member as (
              select c.*, cardinality(cast(:counted as text[])) = 0 or c.state = any (:counted) as counts from chosen c),
            line as (
              %1$s, 0 as is_total
              from (select c.id, c.person_id, c.result, c.counts, %3$s, a.* from member c %4$s %5$s) g
              group by g.key, g.label, g.second_key, g.second_label
              union all
              %1$s, 1
              from (select c.id, c.person_id, c.result, c.counts, a.*, %6$s as key, %6$s as label, %6$s as second_key,
                           %6$s as second_label
                    from member c %2$s) g
              group by g.key, g.label, g.second_key, g.second_label
              union all
              select 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, %6$s, %6$s, %6$s, %6$s, 1 where not exists (select from chosen))
            """;

    private static final String PAGE = """
            select l.enrollments, l.students, l.passed, l.failed, l.unknown, l.approved, l.waiting, l.refused, l.withdrawn, l.refunded,
                   l.key, l.label, l.second_key, l.second_label
            from line l
            where l.is_total = 1 or (l.enrollments > 0 or l.approved + l.waiting + l.refused + l.withdrawn > 0)
              and (not :further or (l.key is null, coalesce(l.key, ''), l.second_key is null, coalesce(l.second_key, ''))
                 > (cast(:afterKey as text) is null, coalesce(:afterKey, ''),
                    cast(:afterSecond as text) is null, coalesce(:afterSecond, '')))
            order by l.is_total desc, l.key nulls last, l.second_key nulls last limit :lines""";

    private StatisticsRows() {}

    static List<CountRow> count(EntityManager em, StatisticsQuestion question, ZoneId zone) {
        StatisticsFilter filter = question.filter();
        StatisticsGrouping grouping = question.grouping();
        return em
                .unwrap(Session.class)
                .createNativeQuery(sql(grouping), Object[].class)
                .setParameter("own", question.own().orElse(null), UUID.class)
                .setParameter(
                        "until",
                        question.moment()
                                .day()
                                .plusDays(1)
                                .atStartOfDay(zone)
                                .toInstant()
                                .toString())
                .setParameter("day", question.moment().day())
                .setParameter("everything", question.own().isEmpty())
                .setParameter(
                        "visible",
                        Stream.concat(question.own().stream(), question.federation().members().stream())
                                .toArray(UUID[]::new))
                .setParameter("sites", question.sites().toArray(UUID[]::new))
                .setParameter(
                        "underFrameworks", question.federation().agreements().toArray(UUID[]::new))
                .setParameter("further", question.after() != null)
                .setParameter(
                        "afterKey",
                        question.after() == null ? null : question.after().first(),
                        String.class)
                .setParameter(
                        "afterSecond",
                        question.after() == null ? null : question.after().second(),
                        String.class)
                .setParameter("lines", question.groups() + 1)
                .setParameter("situation", filter.situation == null ? null : filter.situation.name(), String.class)
                .setParameter("site", filter.siteId, UUID.class)
                .setParameter("partner", filter.partnerId, UUID.class)
                .setParameter("agreements", filter.agreementId.toArray(UUID[]::new))
                .setParameter("family", filter.family, String.class)
                .setParameter("training", filter.trainingCode, String.class)
                .setParameter("department", filter.department, String.class)
                .setParameter("region", filter.region, String.class)
                .setParameter("year", filter.academicYear, String.class)
                .setParameter("hosted", filter.hosted, Boolean.class)
                .setParameter("states", filter.state.isEmpty() ? new String[0] : filter.states(grouping))
                .setParameter("counted", filter.state.isEmpty() ? filter.states(grouping) : new String[0])
                .setParameter("holding", EnrollmentState.holdingSeat())
                .setParameter("sums", question.sums())
                .setParameter("networks", filter.network.toArray(String[]::new))
                .setParameter("funding", filter.funding == null ? null : filter.funding.name(), String.class)
                .setParameter(
                        "fundingState", filter.fundingState == null ? null : filter.fundingState.name(), String.class)
                .getResultList()
                .stream()
                .map(row -> new CountRow(
                        ((Number) row[0]).longValue(),
                        ((Number) row[1]).longValue(),
                        ((Number) row[2]).longValue(),
                        ((Number) row[3]).longValue(),
                        ((Number) row[4]).longValue(),
                        question.sums() ? amounts(row) : null,
                        (String) row[10],
                        (String) row[11],
                        (String) row[12],
                        (String) row[13]))
                .toList();
    }

    private static Amounts amounts(Object[] row) {
        return Amounts.of(euros(row[5]), euros(row[6]), euros(row[7]), euros(row[8]), euros(row[9]));
    }

    private static BigDecimal euros(Object sum) {
        return ((BigDecimal) sum).setScale(2, RoundingMode.UNNECESSARY);
    }

    private static String sql(StatisticsGrouping grouping) {
        String ofGroup = (grouping.contains(StatisticsDimension.funding) ? "and x.kind = m.kind " : "")
                + (grouping.contains(StatisticsDimension.fundingState) ? "and x.state = m.state" : "");
        String count = COUNT.formatted(
                COUNTS, AMOUNTS.formatted(""), columns(grouping), joins(grouping), AMOUNTS.formatted(ofGroup), NONE);
        return ROWS + DESCRIBED + CHOSEN + count + PAGE;
    }

    private static String columns(StatisticsGrouping grouping) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            boolean present = i < grouping.dimensions().size();
            Columns of = present ? Columns.of(grouping.dimensions().get(i)) : new Columns(NONE, NONE);
            columns.add(of.key());
            columns.add(of.label());
        }
        return "%s as key, %s as label, %s as second_key, %s as second_label".formatted(columns.toArray());
    }

    /** Kind and state of one funding line belong together: both dimensions share a join. */
    private static String joins(StatisticsGrouping grouping) {
        String lines = grouping.dimensions().stream()
                .map(dimension -> Columns.of(dimension).key())
                .filter(key -> key.startsWith("m."))
                .map(key -> "l." + key.substring(2))
                .collect(Collectors.joining(", "));
        return (grouping.contains(StatisticsDimension.network) ? NETWORKS : "")
                + (grouping.contains(StatisticsDimension.situation)
                        ? "left join lateral unnest(c.situations) w (situation) on true\n"
                        : "")
                + (lines.isEmpty() ? "" : DISTINCT_LINES.formatted(lines));
    }
}
