package fr.cned.partenariats.enrollment.registration.transmission.attempt;

import fr.cned.partenariats.commons.base.database.Columns;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/**
 * Records attempts to register, in the transaction that accepts or refuses them: one statement for any number. It only
 * inserts rows, so that no attempt waits for another one.
 */
@ApplicationScoped
public class AttemptLog {

    private static final String RECORD = """
            with attempt as (
              insert into transmission_attempt
                (at, sent_on, partner_id, client, key, import_id, row_number, reference, student_id, code)
              select a.at, a.sent_on, a.partner_id, a.client, a.key, a.import_id, a.row_number, a.reference, a.student_id,
                a.code
              from unnest((select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?), (select ?))
                with ordinality as a (at, sent_on, partner_id, client, key, import_id, row_number, reference,
                  student_id, code, place)
              order by a.place
              returning sent_on, partner_id, client, code)
            insert into transmission_delta (sent_on, partner_id, client, code, attempts)
            select sent_on, partner_id, client, coalesce(code, ''), count(*) from attempt
            group by sent_on, partner_id, client, coalesce(code, '')""";

    private static final String COUNT = """
            insert into transmission_delta (sent_on, partner_id, client, code, attempts)
            select c.sent_on, c.partner_id, c.client, c.code, c.attempts
            from unnest((select ?), (select ?), (select ?), (select ?), (select ?))
              as c (sent_on, partner_id, client, code, attempts)""";

    private final EntityManager em;
    private final Clock clock;

    AttemptLog(EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    /** The caller's transaction has the scope of all tenants. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void record(Collection<Attempt> attempts) {
        if (attempts.isEmpty()) {
            return;
        }
        new Columns<>(attempts)
                .add("timestamptz", Attempt::at)
                .add("date", Attempt::sentOn)
                .add("uuid", attempt -> attempt.sender().partnerId())
                .add("text", attempt -> attempt.sender().client())
                .add("text", Attempt::key)
                .add("uuid", Attempt::importId)
                .add("int4", Attempt::row)
                .add("text", Attempt::reference)
                .add("uuid", Attempt::studentId)
                .add("text", Attempt::code)
                .update(em.unwrap(Session.class), RECORD);
    }

    /**
     * Records the attempts of a report in a transaction of its own. A report that was recorded before, but whose sender
     * did not learn of it, is not recorded again.
     */
    @AllTenants
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void recordOnce(UUID report, List<Attempt> attempts, List<AttemptCount> counts) {
        boolean first = em.createNativeQuery(
                                "insert into transmission_report (id, received_at) values (:id, :now) on conflict do nothing")
                        .setParameter("id", report)
                        .setParameter("now", clock.instant())
                        .executeUpdate()
                == 1;
        if (first) {
            record(attempts);
            count(counts);
        }
    }

    private void count(List<AttemptCount> counts) {
        if (counts.isEmpty()) {
            return;
        }
        new Columns<>(counts)
                .add("date", AttemptCount::sentOn)
                .add("uuid", count -> count.sender().partnerId())
                .add("text", count -> count.sender().client())
                .add("text", AttemptCount::code)
                .add("int8", AttemptCount::attempts)
                .update(em.unwrap(Session.class), COUNT);
    }
}
