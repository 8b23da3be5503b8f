package fr.cned.partenariats.enrollment.enrollment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/** Finds, in the order of their ids, the enrollments that {@link EnrollmentCalendar} has to change. */
@ApplicationScoped
class DueEnrollments {

    /** Distinct keys of a state, one index probe each: the cost does not grow with the entries of a key. */
    private static final String DISTINCT = """
            with recursive present (key) as (
              (select e.%1$s from enrollment e where e.state = '%2$s' order by e.%1$s limit 1)
              union all
              select (select e.%1$s from enrollment e
                      where e.state = '%2$s' and e.%1$s > p.key order by e.%1$s limit 1)
              from present p where p.key is not null)
            """;

    static final String STARTED_OFFERINGS = DISTINCT.formatted("offering_id", "CONFIRMED") + """
            select o.id from present p join offering_view o on o.id = p.key and o.starts_on <= :today""";

    /** A suspended funding blocks new starts and keeps running enrollments (docs/domain.md, "Enrollments"). */
    static final String DUE_TO_START = """
            select e.id from enrollment e
            join agreement_view a on a.id = e.agreement_id
            where e.state = 'CONFIRMED' and e.offering_id = :offering and e.waiting_rank is null and e.id > :after
              and not exists (select 1 from jsonb_array_elements(e.fundings) f
                              where f ->> 'kind' = any (a.suspended_fundings))
            order by e.id limit :size""";

    /** Materialized: the planner would follow the primary key for the order and read the whole table. */
    static final String HOLDS_PAST = DISTINCT.formatted("agreement_id", "PENDING_FUNDING") + """
            , due as materialized (
              select e.id from present p
              join enrollment e on e.agreement_id = p.key and e.state = 'PENDING_FUNDING' and e.hold_until < :today)
            select d.id from due d where d.id > :after order by d.id limit :size""";

    static final String WAITING_UNDER_ENDED_AGREEMENTS = DISTINCT.formatted("agreement_id", "WAITLISTED") + """
            , due as materialized (
              select e.id from present p
              join agreement_view a on a.id = p.key and a.state in ('EXPIRED', 'TERMINATED', 'RENEWED')
              join enrollment e on e.agreement_id = a.id and e.state = 'WAITLISTED')
            select d.id from due d where d.id > :after order by d.id limit :size""";

    static final String WAITING_FOR_ENDED_OFFERINGS = DISTINCT.formatted("offering_id", "WAITLISTED") + """
            , due as materialized (
              select e.id from present p
              join offering_view o on o.id = p.key and o.ends_on < :today
              join enrollment e on e.offering_id = o.id and e.state = 'WAITLISTED')
            select d.id from due d where d.id > :after order by d.id limit :size""";

    static final String LIVE_ON_CANCELLED_OFFERINGS = """
            with due as materialized (
              select e.id from offering_view o
              join enrollment e on e.offering_id = o.id
                and e.state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE')
              where o.state = 'CANCELLED')
            select d.id from due d where d.id > :after order by d.id limit :size""";

    static final String ACTIVE_BEFORE_POSTPONED_START = """
            select e.id from offering_view o
            cross join lateral (
              select e.id from enrollment e
              where e.state = 'ACTIVE' and e.offering_id = o.id and e.waiting_rank is null and e.id > :after
              order by e.id limit :size) e
            where o.postponed and o.starts_on > :today
            order by e.id limit :size""";

    static final String LIVE_OF_FORMER_PARTIES = """
            with due as materialized (
              select e.id from agreement_view a
              join enrollment e on e.agreement_id = a.id and e.partner_id = any (a.cancelled_party_ids)
                and e.state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE')
              where cardinality(a.cancelled_party_ids) > 0)
            select d.id from due d where d.id > :after order by d.id limit :size""";

    static final String LIVE_AT_ENDED_SITES = """
            with due as materialized (
              select e.id from site_view s
              join enrollment e on e.site_id = s.id
                and e.state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE')
              where s.ended_on < :today)
            select d.id from due d where d.id > :after order by d.id limit :size""";

    private static final String ENDED_SITE = """
            select s.ended_on, coalesce(s.students, 'KEEP'), s.target_site_id
            from site_view s where s.id = :site and s.ended_on < :today""";

    private static final String IS_OF_FORMER_PARTY = """
            select count(*) from agreement_view where id = :agreement and :partner = any (cancelled_party_ids)""";

    private final Session session;

    DueEnrollments(Session session) {
        this.session = session;
    }

    /** The offerings that have started and have enrollments that have not. */
    List<UUID> startedOfferings(LocalDate today) {
        return session.createNativeQuery(STARTED_OFFERINGS, UUID.class)
                .setParameter("today", today)
                .getResultList();
    }

    /** @param parameters those of the query, besides {@code after} and {@code size} */
    List<UUID> next(String query, Map<String, ?> parameters, UUID after, int size) {
        NativeQuery<UUID> ids = session.createNativeQuery(query, UUID.class);
        parameters.forEach(ids::setParameter);
        return ids.setParameter("after", after).setParameter("size", size).getResultList();
    }

    /** Whether the partner left the agreement by an amendment that ends its enrollments. */
    boolean isOfFormerParty(Enrollment enrollment) {
        return session.createNativeQuery(IS_OF_FORMER_PARTY, Long.class)
                        .setParameter("agreement", enrollment.agreementId())
                        .setParameter("partner", enrollment.partnerId())
                        .getSingleResult()
                == 1;
    }

    /**
     * The end of a site.
     *
     * @param students MOVE, KEEP or CANCEL; KEEP when the site had no students when it ended
     */
    record EndedSite(
            LocalDate endedOn, String students, @Nullable UUID target) {}

    /** Empty for a site that is open on the day. */
    Optional<EndedSite> endedSite(@Nullable UUID siteId, LocalDate today) {
        return session.createNativeQuery(ENDED_SITE, EndedSite.class)
                .setParameter("site", siteId, UUID.class)
                .setParameter("today", today)
                .getResultStream()
                .findFirst();
    }

    boolean isCancelled(UUID offeringId) {
        return session.createNativeQuery(
                        "select state = 'CANCELLED' from offering_view where id = :offering", Boolean.class)
                .setParameter("offering", offeringId)
                .getSingleResult();
    }
}
