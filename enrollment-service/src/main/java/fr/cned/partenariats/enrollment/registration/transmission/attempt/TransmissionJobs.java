package fr.cned.partenariats.enrollment.registration.transmission.attempt;

import fr.cned.partenariats.commons.base.database.OldRows;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.ScheduledWork;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;

/**
 * Adds new counts to those of their days, and deletes what is old. Each transaction has one batch. Concurrent instances
 * skip each other's rows.
 */
@ApplicationScoped
class TransmissionJobs {

    static final Period ATTEMPTS_KEPT = Period.ofDays(30);
    static final Period DAYS_KEPT = Period.ofYears(3);

    private static final Period REPORTS_KEPT = Period.ofDays(1);
    private static final int BATCH = 2_000;

    /** In the order of the unique index: two instances do not deadlock. */
    private static final String FOLD = """
            with folded as (
              delete from transmission_delta d where d.ctid = any (array(
                select ctid from transmission_delta limit :batch for update skip locked))
              returning d.sent_on, d.partner_id, d.client, d.code, d.attempts)
            insert into transmission_day as known (sent_on, partner_id, client, code, attempts)
            select sent_on, partner_id, client, code, sum(attempts) from folded
            group by sent_on, partner_id, client, code
            order by partner_id, sent_on, client, code
            on conflict (partner_id, sent_on, client, code)
              do update set attempts = known.attempts + excluded.attempts""";

    private final EntityManager em;
    private final OldRows rows;
    private final Clock clock;

    TransmissionJobs(EntityManager em, OldRows rows, Clock clock) {
        this.em = em;
        this.rows = rows;
        this.clock = clock;
    }

    @AllTenants
    @Scheduled(
            every = "${enrollment.transmissions.fold-every}",
            delayed = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void fold() {
        ScheduledWork.run("the counts of attempts wait", () -> {
            int folded;
            do {
                folded = QuarkusTransaction.requiringNew()
                        .call(() -> em.createNativeQuery(FOLD)
                                .setParameter("batch", BATCH)
                                .executeUpdate());
            } while (folded > 0);
        });
    }

    @AllTenants
    @Scheduled(every = "1h", delayed = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void deleteOld() {
        Instant now = clock.instant();
        ScheduledWork.run("old attempts stay", () -> {
            rows.delete("transmission_attempt", "at", now.minus(ATTEMPTS_KEPT));
            rows.delete("transmission_day", "sent_on", LocalDate.now(clock).minus(DAYS_KEPT));
            rows.delete("transmission_report", "received_at", now.minus(REPORTS_KEPT));
        });
    }
}
