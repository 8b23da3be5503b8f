package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentService;
import fr.cned.partenariats.enrollment.student.Situation;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.Session;

/**
 * The spans of enrollments. State, funding lines, site and result have a history: a span begins with each day at whose end
 * one of them was another one. A withdrawal and a result count from their own day, not from that on which they were
 * recorded. The other properties count as if they had always been what they are. An annulled enrollment has no spans: it
 * counts on no day. PostgreSQL only gives the rows, DuckDB makes the spans.
 */
@ApplicationScoped
class EnrollmentSpans {

    /**
     * Rows of PostgreSQL, in the order of {@link #COLUMNS}. {@code offset 0} makes each enrollment look for its student:
     * otherwise several processes read all students for some thousand enrollments.
     */
    static final String ROWS = """
            select e.number, person.number, cast(e.partner_id as text), cast(e.agreement_id as text), cast(e.training_id as text),
                   cast(e.site_id as text), e.academic_year, e.state, e.registered_at, e.changed_at,
                   cast(e.history as text), cast(e.fundings as text), %s
            from enrollment e
            cross join lateral (select * from student s where s.id = e.student_id offset 0) st
            cross join lateral (select s.number from student s where s.id = e.person_id offset 0) person
            where e.id = any (?)""".formatted(Situation.columns("st"));

    /** Of a table of DuckDB with these rows. */
    static final String COLUMNS =
            "enrollment bigint, person bigint, partner varchar, agreement varchar, training varchar, site varchar,"
                    + " academic_year varchar, state varchar, registered_at timestamptz, changed_at timestamptz, history varchar,"
                    + " fundings varchar, situations varchar";

    private static final String LINES =
            "[{\"kind\":\"varchar\",\"state\":\"varchar\",\"amount\":\"double\",\"decidedAt\":\"timestamptz\",\"refund\":\"double\"}]";

    /** SQL of DuckDB: makes spans of the rows of the table {@code changed}. */
    static final String SPANS = """
            with h as (
              select o.*, from_json(history, '[{"at":"timestamptz","to":"varchar","effectiveOn":"date",
                       "siteChange":{"from":"varchar","to":"varchar","effectiveOn":"date"},
                       "result":{"state":"varchar"},"fundings":%5$s}]') as entries
              from changed o),
            e as (
              select h.* exclude (registered_at, changed_at, history, entries, fundings),
                     %1$s as registered, %2$s as changed, strftime(registered, '%%Y-%%m') as month,
                     list_transform(entries, lambda m: {'day': coalesce(m.effectiveOn, %3$s), 'to': m.to,
                                                            'result': m.result.state}) as moves,
                     list_transform(list_filter(entries, lambda m: m.siteChange['effectiveOn'] is not null),
                       lambda m: {'day': m.siteChange['effectiveOn'], 'before': m.siteChange['from'],
                                   'after': m.siteChange['to']})
                       as sites,
                     from_json(fundings, '%5$s') as lines,
                     list_transform(list_filter(entries, lambda m: m.fundings is not null),
                       lambda m: {'day': %3$s, 'lines': m.fundings}) as earlier
              from h where h.state <> 'ANNULLED'),
            d as (
              select e.*, unnest(list_distinct(list_transform(
                       list_concat([registered, changed], list_transform(moves, lambda m: m.day),
                         list_transform(flatten(list_append(list_transform(earlier, lambda m: m.lines), lines)),
                           lambda f: %4$s), list_transform(sites, lambda c: c.day)),
                       lambda day: greatest(day, registered)))) as since
              from e),
            x as (
              select d.* exclude (state, site, registered, changed, moves, lines, earlier, sites),
                     case when changed <= since then state else
                       coalesce(list_filter(moves, lambda m: m.day <= since)[-1].to, moves[1].to, state) end as state,
                     case when len(sites) = 0 then site when sites[1].day > since then sites[1].before else
                       list_filter(sites, lambda c: c.day <= since)[-1].after end as site,
                     coalesce(list_filter(sites, lambda c: c.day <= since)[-1].day, registered) as hosted,
                     list_filter(moves, lambda m: m.day <= since and m.result is not null)[-1].result as result,
                     list_transform(coalesce(list_filter(earlier, lambda m: m.day > since)[1].lines, lines),
                       lambda f: {'kind': f.kind, 'state': case when %4$s > since then 'REQUESTED' else f.state end,
                                  'cents': round(f.amount * 100)::bigint, 'refund': round(f.refund * 100)::bigint}) as lines
              from d),
            p as (
              select x.* exclude (lines),
                     list_transform(lines, lambda f: {'kind': f.kind, 'state': f.state, 'part': %6$s, 'cents': f.cents,
                                                   'refund': f.refund}) as lines
              from x),
            s as (
              select p.* from p
              window days as (partition by enrollment order by since)
              qualify lag(since) over days is null
                or (state, lines, site, hosted, result) is distinct from (lag(state) over days, lag(lines) over days,
                   lag(site) over days, lag(hosted) over days, lag(result) over days))
            select s.*, lead(since, 1, date '9999-12-31') over (partition by enrollment order by since) as until, %7$s,
                   nullif(array_to_string(list_sort(list_distinct(
                     list_transform(lines, lambda f: f.kind || ':' || f.state))), ','), '') as fundings
            from s""".formatted(
                    day("registered_at"),
                    day("changed_at"),
                    day("m.at"),
                    day("f.decidedAt"),
                    LINES,
                    StatisticsPart.OF_LINE,
                    Stream.of(StatisticsPart.values())
                            .map(part -> "coalesce(%s, 0) as %s".formatted(part.sumOfLines(), part.column()))
                            .collect(Collectors.joining(", ")));

    private final EntityManager em;
    private final EnrollmentService enrollments;

    EnrollmentSpans(EntityManager em, EnrollmentService enrollments) {
        this.em = em;
        this.enrollments = enrollments;
    }

    private static String day(String time) {
        return "(" + time + " at time zone 'Europe/Paris')::date";
    }

    /** The next ids after this one. */
    @AllTenants
    List<UUID> enrollmentsAfter(UUID last, int most) {
        return QuarkusTransaction.requiringNew()
                .call(() -> session()
                        .createNativeQuery(
                                "select id from enrollment where id > :last order by id limit :most", UUID.class)
                        .setParameter("last", last)
                        .setParameter("most", most)
                        .getResultList());
    }

    @AllTenants
    List<UUID> enrollmentsOf(Collection<UUID> students) {
        return QuarkusTransaction.requiringNew().call(() -> enrollments.idsOf(students));
    }

    @AllTenants
    void copy(Collection<UUID> enrollments, StatisticsFile to) {
        QuarkusTransaction.requiringNew()
                .run(() -> session().doWork(connection -> {
                    try (PreparedStatement query = connection.prepareStatement(ROWS)) {
                        query.setArray(1, connection.createArrayOf("uuid", enrollments.toArray()));
                        try (ResultSet rows = query.executeQuery()) {
                            to.read(rows);
                        }
                    }
                }));
    }

    private Session session() {
        return em.unwrap(Session.class);
    }
}
