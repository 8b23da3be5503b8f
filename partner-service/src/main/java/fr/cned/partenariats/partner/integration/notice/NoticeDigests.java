package fr.cned.partenariats.partner.integration.notice;

import fr.cned.partenariats.commons.base.database.OldRows;
import fr.cned.partenariats.partner.AdvisoryLock;
import fr.cned.partenariats.partner.registry.partner.PartnerLookup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * The mails that people get. A receipt says which mail tells a person of a notice, so no second mail does. A claim is a
 * lease: when an instance dies, any instance claims its mails again after {@link #LEASE}.
 */
@ApplicationScoped
class NoticeDigests {

    /** Longer than Keycloak and the mail server may take for one mail. */
    static final Duration LEASE = Duration.ofMinutes(1);

    /** A mail server that refuses a mail is asked for this long. */
    static final Duration TRIED = Duration.ofDays(7);

    /** The condition for a notice n and its reader p. */
    private static final String IS_WANTED = """
            n.due_at <= :now and n.due_at > :oldest and n.due_at >= p.invited_at and n.urgent = :urgent
            and not n.kind = any (p.muted_notices) and (n.urgent or p.notice_frequency = 'DAILY')
            and not exists (select 1 from notice_receipt r where r.person_id = p.id and r.notice_id = n.id)
            and not exists (select 1 from notice_digest d where d.person_id = p.id and d.day = cast(:day as date))""";

    /** At most one digest of a day and person: the unique index says so. An urgent mail has no day. */
    private static final String CREATE = "with due as materialized ("
            + "select p.id as person_id, n.id as notice_id"
            + " from notice n join person p on p.partner_id = n.partner_id where " + IS_WANTED
            + " and " + PartnerLookup.isOpen("n.partner_id")
            + " union select p.id, n.id from notice n join person p on p.office = n.office where " + IS_WANTED
            + "), created as ("
            + "insert into notice_digest (id, person_id, day, outcome, created_at, next_attempt_at, unanswered)"
            + " select gen_random_uuid(), due.person_id, cast(:day as date), 'PENDING', :now, :now, 0"
            + " from due group by due.person_id on conflict (person_id, day) do nothing returning id, person_id)"
            + " insert into notice_receipt (person_id, notice_id, digest_id)"
            + " select due.person_id, due.notice_id, created.id from due"
            + " join created on created.person_id = due.person_id";

    private static final String CLAIM = """
            with due as (
              select d.id from notice_digest d where d.outcome = 'PENDING' and d.next_attempt_at <= :now
              order by d.next_attempt_at, d.id limit 1 for update skip locked)
            update notice_digest d set next_attempt_at = :lease
            from due, person p
            where d.id = due.id and p.id = d.person_id
            returning d.id, p.keycloak_id, p.notice_language, p.office is not null as of_office, d.day is null as urgent,
              d.unanswered, d.created_at < :oldest as expired""";

    private static final String ITEMS = """
            select n.kind, count(distinct n.object_id) as objects
            from notice_receipt r join notice n on n.id = r.notice_id
            where r.digest_id = :digest group by n.kind""";

    private static final String BEGIN =
            "update notice_digest set unanswered = unanswered + 1 where id = :digest and outcome = 'PENDING'";

    private static final String END = "update notice_digest set outcome = :outcome where id = :digest";

    /** The pause is about as long as the mail has waited, from a minute up to six hours. */
    private static final String POSTPONE = """
            update notice_digest set unanswered = unanswered - :answered,
              next_attempt_at = cast(:now as timestamptz)
                + greatest(interval '1 minute', least(interval '6 hours', cast(:now as timestamptz) - created_at))
            where id = :digest and outcome = 'PENDING'""";

    private static final String WAITING_SINCE = "select min(created_at) from notice_digest where outcome = 'PENDING'";

    private final Session session;
    private final OldRows rows;
    private final Clock clock;

    NoticeDigests(Session session, OldRows rows, Clock clock) {
        this.session = session;
        this.rows = rows;
        this.clock = clock;
    }

    enum Outcome {
        SENT,
        /** The server did not answer twice: the person has the mail once or twice, or not. */
        UNCONFIRMED,
        REFUSED,
        /** The person has no address any more, or may not read the objects. */
        SKIPPED
    }

    /**
     * The columns of {@link #CLAIM}.
     *
     * @param unanswered the attempts whose answer is not known
     * @param expired whether another refusal is the last one
     */
    record Claimed(
            UUID id,
            UUID account,
            String language,
            boolean ofOffice,
            boolean urgent,
            int unanswered,
            boolean expired) {}

    /** The columns of {@link #ITEMS}. */
    record Item(String kind, long objects) {}

    /** @param day the day of the digest; null for urgent mails */
    @Transactional
    void create(@Nullable LocalDate day) {
        AdvisoryLock.take(session, List.of("notice digests")); // another instance sees the receipts of this one
        Instant now = clock.instant();
        session.createNativeMutationQuery(CREATE)
                .setParameter("now", now)
                .setParameter("oldest", now.minus(NoticeQueue.OLDEST))
                .setParameter("urgent", day == null)
                .setParameter("day", day, LocalDate.class)
                .executeUpdate();
    }

    @Transactional
    Optional<Claimed> claim() {
        Instant now = clock.instant();
        return session
                .createNativeQuery(CLAIM, Claimed.class)
                .setParameter("now", now)
                .setParameter("lease", now.plus(LEASE))
                .setParameter("oldest", now.minus(TRIED))
                .getResultList()
                .stream()
                .findFirst();
    }

    @Transactional
    List<Item> items(UUID digest) {
        return session.createNativeQuery(ITEMS, Item.class)
                .setParameter("digest", digest)
                .getResultList();
    }

    /** Before the mail is given to the server: a kill after this leaves an attempt without an answer. */
    @Transactional
    void begin(UUID digest) {
        session.createNativeMutationQuery(BEGIN).setParameter("digest", digest).executeUpdate();
    }

    @Transactional
    void end(UUID digest, Outcome outcome) {
        session.createNativeMutationQuery(END)
                .setParameter("outcome", outcome.name())
                .setParameter("digest", digest)
                .executeUpdate();
    }

    /**
     * Tries the mail again later.
     *
     * @param answered whether the server has certainly not taken the mail
     */
    @Transactional
    void postpone(UUID digest, boolean answered) {
        session.createNativeMutationQuery(POSTPONE)
                .setParameter("digest", digest)
                .setParameter("answered", answered ? 1 : 0)
                .setParameter("now", clock.instant())
                .executeUpdate();
    }

    /** Since when the oldest mail waits. */
    @Transactional
    Optional<Instant> waitingSince() {
        return Optional.ofNullable(
                session.createNativeQuery(WAITING_SINCE, Instant.class).getSingleResultOrNull());
    }

    /** Digests with their receipts. */
    void purge(Instant before) {
        rows.delete("notice", "due_at", before);
        rows.delete("notice_digest", "created_at", before);
    }
}
