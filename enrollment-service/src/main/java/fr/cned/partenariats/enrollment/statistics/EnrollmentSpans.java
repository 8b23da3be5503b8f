package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/**
 * Reads the spans of enrollments. State and funding have a history: a span begins with each day at whose end one of them
 * was another one. The other properties count as if they had always been what they are.
 */
@ApplicationScoped
class EnrollmentSpans {

    /** The order of the columns is that of {@link StatisticsFile}. */
    static final String SPANS = """
            with x as materialized (
              select e.id, e.person_id, e.partner_id, e.agreement_id, e.training_id, e.site_id, e.academic_year, d.since,
                     to_char(e.registered_at at time zone 'Europe/Paris', 'YYYY-MM') as month,
                     case when %2$s <= d.since then e.state else
                       coalesce((select h.move ->> 'to' from jsonb_array_elements(e.history) with ordinality h (move, step)
                                 where %3$s <= d.since order by h.step desc limit 1), e.history -> 0 ->> 'to', e.state)
                     end as state,
                     (select coalesce(string_agg(l.line, ',' order by l.line), '') from (
                        select distinct concat(f ->> 'kind', ':', case when %4$s > d.since then 'REQUESTED'
                                                                       else f ->> 'state' end) as line
                        from jsonb_array_elements(e.fundings) f) l) as fundings,
                     %1$s as situations
              from enrollment e
              join student st on st.id = e.student_id
              cross join lateral (
                select distinct greatest(c.day, %5$s) as since
                from (select %5$s as day
                      union all select %2$s
                      union all select %3$s from jsonb_array_elements(e.history) h (move)
                      union all select %4$s from jsonb_array_elements(e.fundings) f) c) d
              where e.id = any (?))
            select y.id, y.person_id, cast(y.partner_id as text), cast(y.agreement_id as text), cast(y.training_id as text),
                   cast(y.site_id as text), y.academic_year, y.state, nullif(y.fundings, ''), y.situations, y.month, y.since,
                   lead(y.since, 1, date '9999-12-31') over (partition by y.id order by y.since) as until
            from (
              select x.*, lag(x.state) over days as state_before, lag(x.fundings) over days as fundings_before
              from x
              window days as (partition by x.id order by x.since)) y
            where y.state_before is null or (y.state, y.fundings) is distinct from (y.state_before, y.fundings_before)""".formatted(
                    Situation.columns("st"),
                    day("e.changed_at"),
                    day("cast(h.move ->> 'at' as timestamptz)"),
                    day("cast(f ->> 'decidedAt' as timestamptz)"),
                    day("e.registered_at"));

    private final EntityManager em;

    EnrollmentSpans(EntityManager em) {
        this.em = em;
    }

    private static String day(String time) {
        return "cast(" + time + " at time zone 'Europe/Paris' as date)";
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
        return QuarkusTransaction.requiringNew()
                .call(() -> session()
                        .createNativeQuery("select id from enrollment where student_id = any (:students)", UUID.class)
                        .setParameter("students", students.toArray(UUID[]::new))
                        .getResultList());
    }

    /** Reads the spans of these enrollments into the file, which has none of them. */
    @AllTenants
    void copy(Collection<UUID> enrollments, StatisticsFile to) {
        QuarkusTransaction.requiringNew()
                .run(() -> session().doWork(connection -> {
                    try (PreparedStatement query = connection.prepareStatement(SPANS)) {
                        query.setArray(1, connection.createArrayOf("uuid", enrollments.toArray()));
                        try (ResultSet spans = query.executeQuery()) {
                            to.read(spans);
                        }
                    }
                }));
    }

    private Session session() {
        return em.unwrap(Session.class);
    }
}
