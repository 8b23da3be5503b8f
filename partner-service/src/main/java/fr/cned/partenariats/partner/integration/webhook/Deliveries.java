package fr.cned.partenariats.partner.integration.webhook;

import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.partner.integration.notice.Notice;
import fr.cned.partenariats.partner.integration.notice.NoticeQueue;
import fr.cned.partenariats.partner.integration.people.NoticeKind;
import fr.cned.partenariats.partner.integration.webhook.api.DeliveryOutcome;
import fr.cned.partenariats.partner.integration.webhook.api.EventTypes;
import fr.cned.partenariats.partner.integration.webhook.api.WebhookState;
import fr.cned.partenariats.partner.registry.partner.PartnerActivated;
import fr.cned.partenariats.partner.registry.partner.PartnerLookup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.PreparedStatement;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.hibernate.Session;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Records the results of attempts and claims the next deliveries, both in one transaction. A claim is a lease: when an
 * instance dies, any instance claims its deliveries again after {@link #LEASE}. So a delivery is sent at least once.
 */
@ApplicationScoped
class Deliveries {

    private static final Logger LOG = Logger.getLogger(Deliveries.class);

    /** Longer than an attempt and the recording of its result take. */
    static final Duration LEASE = Duration.ofSeconds(20);

    /** A success is noted at most this often, as each note writes the row of the webhook. */
    private static final Duration SUCCESS_NOTED = Duration.ofSeconds(10);

    /** The order of an object and type: a delivery waits until each one with a smaller sequence number has ended. */
    private static final String IS_DUE = """
            d.outcome = 'PENDING' and d.next_attempt_at <= :now
            and not exists (
              select 1 from webhook_delivery earlier
              where earlier.webhook_id = d.webhook_id and earlier.object_id = d.object_id
                and earlier.event_type = d.event_type
                and earlier.outcome = 'PENDING' and earlier.sequence < d.sequence)
            """;

    private static final String WITH_DUE = "select w.id from webhook w where w.state = 'ACTIVE' and exists ("
            + "select 1 from webhook_delivery d where d.webhook_id = w.id and " + IS_DUE + ") and "
            + PartnerLookup.isOpen("w.partner_id");

    private static final int COUNTED_AT_MOST = 100_000;

    private static final String DUE = "select count(*) from (select 1 from webhook_delivery d"
            + " join webhook w on w.id = d.webhook_id where w.state = 'ACTIVE' and " + IS_DUE
            + " limit " + COUNTED_AT_MOST + ") due";

    private static final String TARGET = "select w.id, w.url, w.secret,"
            + " case when w.previous_secret_valid_until > :now then w.previous_secret end as previous,"
            + " w.state = 'ACTIVE' and " + PartnerLookup.isOpen("w.partner_id") + " as sends,"
            + " w.failing_since, w.last_success_at, w.resumed_at, w.version, w.partner_id from webhook w"
            + " where w.id = :webhook";

    private static final String CLAIM = """
            with due as (
              select d.id from webhook_delivery d
              where d.webhook_id = :webhook and %s
              order by d.next_attempt_at, d.id limit :free
              for update of d skip locked)
            update webhook_delivery d set next_attempt_at = :lease, attempts = d.attempts + 1,
              tried_since = coalesce(d.tried_since, :now)
            from due where d.id = due.id
            returning d.id, d.attempts, d.body, d.due_since, d.tried_since, d.traceparent""".formatted(IS_DUE);

    /** Not when a later attempt has begun, or the delivery has ended. */
    private static final String RECORD = """
            update webhook_delivery set outcome = ?, next_attempt_at = ?, last_attempt_at = ?, last_status = ?,
              last_fault = ?, last_duration_millis = ?
            where id = ? and attempts = ? and outcome = 'PENDING'""";

    /** Without those that are being sent. */
    private static final String SEND_NOW = """
            update webhook_delivery set next_attempt_at = :now
            where webhook_id = :webhook and outcome = 'PENDING' and next_attempt_at > :lease""";

    /** Nothing was sent to a suspended partner, so nothing failed. */
    private static final String REOPEN = """
            update webhook set failing_since = null, resumed_at = :now
            where partner_id = :partner and state = 'ACTIVE'""";

    private static final String PAUSE = """
            update webhook set state = 'PAUSED', paused_at = :now, version = version + 1
            where id = :webhook and state = 'ACTIVE'""";

    private final EntityManager em;
    private final DeliveryQueue queue;
    private final NoticeQueue notices;
    private final SecretCipher cipher;
    private final ChangeRecorder recorder;
    private final WebhookMetrics metrics;
    private final Clock clock;

    Deliveries(
            EntityManager em,
            DeliveryQueue queue,
            NoticeQueue notices,
            SecretCipher cipher,
            ChangeRecorder recorder,
            WebhookMetrics metrics,
            Clock clock) {
        this.em = em;
        this.queue = queue;
        this.notices = notices;
        this.cipher = cipher;
        this.recorder = recorder;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** The columns of {@link #CLAIM}. The number of the attempt identifies the lease. */
    record Claimed(
            UUID id,
            int attempt,
            String body,
            Instant dueSince,
            Instant triedSince,
            @Nullable String traceparent) {}

    record Finished(Claimed delivery, AttemptResult result) {}

    /** @param secrets the current one first */
    record Claim(String url, List<SigningSecret> secrets, List<Claimed> deliveries) {

        static final Claim NOTHING = new Claim("", List.of(), List.of());
    }

    /** The columns of {@link #TARGET}. */
    private record Target(
            UUID id,
            String url,
            byte[] secret,
            byte @Nullable [] previousSecret,
            boolean sends,
            @Nullable Instant failingSince,
            @Nullable Instant lastSuccess,
            @Nullable Instant resumedAt,
            long version,
            UUID partnerId) {

        Instant dueSince(Claimed delivery) {
            return sinceResumed(delivery.dueSince());
        }

        Instant triedSince(Claimed delivery) {
            return sinceResumed(delivery.triedSince());
        }

        private Instant sinceResumed(Instant instant) {
            return resumedAt != null && resumedAt.isAfter(instant) ? resumedAt : instant;
        }
    }

    /** Makes the deliveries due that wait for their next attempt. */
    @Transactional(Transactional.TxType.MANDATORY)
    void sendNow(UUID webhook, Instant now) {
        em.createNativeQuery(SEND_NOW)
                .setParameter("webhook", webhook)
                .setParameter("now", now)
                .setParameter("lease", now.plus(LEASE))
                .executeUpdate();
    }

    void onActivation(@Observes PartnerActivated activated) {
        em.createNativeQuery(REOPEN)
                .setParameter("now", clock.instant())
                .setParameter("partner", activated.partnerId())
                .executeUpdate();
    }

    /** The webhooks with deliveries that are due. */
    @AllTenants
    @Transactional
    Set<UUID> webhooksWithDue() {
        return Set.copyOf(em.unwrap(Session.class)
                .createNativeQuery(WITH_DUE, UUID.class)
                .setParameter("now", clock.instant())
                .getResultList());
    }

    /** The number of deliveries that are due, at most {@value #COUNTED_AT_MOST}. */
    @AllTenants
    @Transactional
    long due() {
        return em.unwrap(Session.class)
                .createNativeQuery(DUE, Long.class)
                .setParameter("now", clock.instant())
                .getSingleResult();
    }

    /**
     * Records the results and claims the next deliveries of a webhook.
     *
     * @param most the most deliveries that may be in flight
     * @param mostOfFailing the same for a webhook that has failed for a while
     * @param inFlight those that are
     */
    @AllTenants
    @Transactional
    Claim exchange(UUID webhookId, List<Finished> finished, int most, int mostOfFailing, int inFlight) {
        Instant now = clock.instant();
        @Nullable Target target = target(webhookId, now);
        if (target == null) {
            return Claim.NOTHING;
        }
        boolean paused = !finished.isEmpty() && record(target, finished, now);
        boolean failing = target.failingSince() != null
                && finished.stream().noneMatch(one -> one.result().isSuccess())
                && now.isAfter(target.failingSince().plusSeconds(60));
        int free = (failing ? mostOfFailing : most) - inFlight;
        if (paused || !target.sends() || free <= 0) {
            return Claim.NOTHING;
        }
        List<Claimed> claimed = claim(webhookId, free, now);
        return claimed.isEmpty() ? Claim.NOTHING : new Claim(target.url(), secrets(target), claimed);
    }

    private @Nullable Target target(UUID webhookId, Instant now) {
        return em.unwrap(Session.class)
                .createNativeQuery(TARGET, Target.class)
                .setParameter("webhook", webhookId)
                .setParameter("now", now)
                .getSingleResultOrNull();
    }

    private List<SigningSecret> secrets(Target target) {
        List<SigningSecret> secrets = new ArrayList<>();
        secrets.add(cipher.decrypt(target.id(), target.secret()));
        if (target.previousSecret() != null) {
            secrets.add(cipher.decrypt(target.id(), target.previousSecret()));
        }
        return secrets;
    }

    private List<Claimed> claim(UUID webhookId, int free, Instant now) {
        return em.unwrap(Session.class)
                .createNativeQuery(CLAIM, Claimed.class)
                .setParameter("webhook", webhookId)
                .setParameter("now", now)
                .setParameter("free", free)
                .setParameter("lease", now.plus(LEASE))
                .getResultList();
    }

    /** Returns whether the webhook is paused now. */
    private boolean record(Target target, List<Finished> finished, Instant now) {
        boolean success = finished.stream().anyMatch(one -> one.result().isSuccess());
        boolean gone =
                !success && finished.stream().anyMatch(one -> one.result().isGone());
        em.unwrap(Session.class).doWork(connection -> {
            try (PreparedStatement update = connection.prepareStatement(RECORD)) {
                for (Finished one : finished) {
                    bind(update, target, one, success, now);
                    update.addBatch();
                }
                update.executeBatch();
            }
        });
        finished.forEach(one -> metrics.attempted(one, target.dueSince(one.delivery()), now));
        if (success) {
            noteSuccess(target, now);
            return false;
        }
        noteFailure(target, now);
        return (gone || RetrySchedule.pauses(now, target.failingSince())) && pause(target, now);
    }

    private static void bind(PreparedStatement update, Target target, Finished one, boolean success, Instant now)
            throws java.sql.SQLException {
        AttemptResult result = one.result();
        Instant triedSince = target.triedSince(one.delivery());
        Instant next = now;
        DeliveryOutcome outcome = DeliveryOutcome.DELIVERED;
        if (!result.isSuccess()) {
            outcome = RetrySchedule.isOver(now, triedSince, success ? now : target.lastSuccess())
                    ? DeliveryOutcome.FAILED
                    : DeliveryOutcome.PENDING;
            next = RetrySchedule.next(
                    now,
                    triedSince,
                    result.askedPause(now),
                    ThreadLocalRandom.current().nextDouble());
        }
        update.setString(1, outcome.name());
        update.setObject(2, utc(next));
        update.setObject(3, utc(now));
        update.setObject(4, result.status(), Types.INTEGER);
        update.setString(5, result.fault() == null ? null : result.fault().name());
        update.setInt(6, result.durationMillis());
        update.setObject(7, one.delivery().id());
        update.setInt(8, one.delivery().attempt());
    }

    private void noteSuccess(Target target, Instant now) {
        boolean noted = target.failingSince() == null
                && target.lastSuccess() != null
                && target.lastSuccess().plus(SUCCESS_NOTED).isAfter(now);
        if (!noted) {
            em.createNativeQuery("update webhook set failing_since = null, last_success_at = :now where id = :webhook")
                    .setParameter("now", now)
                    .setParameter("webhook", target.id())
                    .executeUpdate();
        }
    }

    private void noteFailure(Target target, Instant now) {
        if (target.failingSince() == null) {
            em.createNativeQuery(
                            "update webhook set failing_since = :now where id = :webhook and failing_since is null")
                    .setParameter("now", now)
                    .setParameter("webhook", target.id())
                    .executeUpdate();
        }
    }

    /** The pause is shown on the webhook, sent to the other webhooks of the partner, and mailed to its people. */
    private boolean pause(Target target, Instant now) {
        recorder.actAsService("pauseWebhook");
        int changed = em.createNativeQuery(PAUSE)
                .setParameter("now", now)
                .setParameter("webhook", target.id())
                .executeUpdate();
        if (changed == 0) {
            return true;
        }
        long revision = target.version() + 1;
        recorder.record(ChangeRecord.next("webhook", target.id(), revision, "state"));
        queue.add(List.of(new WebhookEvent(
                EventTypes.WEBHOOK_PAUSED,
                target.id(),
                revision,
                now,
                Set.of(target.partnerId()),
                null,
                null,
                WebhookState.PAUSED.name(),
                "/v1/webhooks/" + target.id(),
                null,
                null)));
        notices.add(List.of(Notice.at(NoticeKind.WEBHOOK_PAUSED, target.partnerId(), target.id(), now)));
        metrics.paused();
        LOG.warnf("webhook %s of partner %s is paused: its receiver accepts nothing", target.id(), target.partnerId());
        return true;
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
