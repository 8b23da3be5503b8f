package fr.cned.partenariats.enrollment.registration.transmission.alert;

import fr.cned.partenariats.enrollment.registration.transmission.alert.SendingRhythm.Day;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads alerts, and the days from which they follow. */
@ApplicationScoped
class TransmissionAlertRepository implements PanacheRepositoryBase<TransmissionAlert, UUID> {

    /** Partners that sent something, or that have an open alert. */
    private static final String PARTNERS = """
            select partner_id from transmission_day where sent_on >= :from and partner_id > :after
            union
            select partner_id from transmission_delta where partner_id > :after
            union
            select partner_id from transmission_alert where state = 'OPEN' and partner_id > :after
            order by 1 limit :size""";

    /** The silence of a suspended or closed partner is no surprise. */
    private static final String HISTORY = """
            select c.partner_id, c.sent_on, cast(sum(c.attempts) as bigint) as sent,
              cast(coalesce(sum(c.attempts) filter (where c.code <> ''), 0) as bigint) as refused
            from (select sent_on, partner_id, code, attempts from transmission_day
                  union all
                  select sent_on, partner_id, code, attempts from transmission_delta) c
            join partner_view p on p.id = c.partner_id and p.state not in ('SUSPENDED', 'CLOSED')
            where c.partner_id = any(:partners) and c.sent_on between :from and :today
            group by c.partner_id, c.sent_on
            order by c.partner_id, c.sent_on""";

    List<UUID> partners(LocalDate from, UUID after, int size) {
        return getSession()
                .createNativeQuery(PARTNERS, UUID.class)
                .setParameter("from", from)
                .setParameter("after", after)
                .setParameter("size", size)
                .getResultList();
    }

    /** One statement. A partner without attempts has no entry. */
    Map<UUID, SendingRhythm> rhythms(Collection<UUID> partners, LocalDate today) {
        Map<UUID, List<Day>> days = new HashMap<>();
        getSession()
                .createNativeQuery(HISTORY, Tuple.class)
                .setParameter("partners", partners.toArray(UUID[]::new))
                .setParameter("from", today.minusDays(SendingRhythm.LOOK_BACK_DAYS))
                .setParameter("today", today)
                .getResultStream()
                .forEach(row -> days.computeIfAbsent(row.get("partner_id", UUID.class), partner -> new ArrayList<>())
                        .add(new Day(
                                row.get("sent_on", LocalDate.class),
                                row.get("sent", Long.class),
                                row.get("refused", Long.class))));
        Map<UUID, SendingRhythm> rhythms = new HashMap<>();
        days.forEach((partner, sent) -> rhythms.put(partner, SendingRhythm.of(sent, today)));
        return rhythms;
    }

    boolean isKnown(UUID partner) {
        return !getSession()
                .createNativeQuery("select id from partner_view where id = :id", UUID.class)
                .setParameter("id", partner)
                .getResultList()
                .isEmpty();
    }

    /** False when another instance judges at the moment. */
    boolean isAlone() {
        return getSession()
                .createNativeQuery(
                        "select pg_try_advisory_xact_lock(hashtextextended('transmission alerts', 0))", Boolean.class)
                .getSingleResult();
    }

    List<TransmissionAlert> of(Collection<UUID> partners) {
        return list("partnerId in ?1", partners);
    }

    long open(TransmissionCondition condition) {
        return count("condition = ?1 and state = ?2", condition, TransmissionAlertState.OPEN);
    }
}
