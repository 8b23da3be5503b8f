package fr.cned.partenariats.partner.integration.webhook;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.partner.PartnerProblem.EITHER_OR;
import static fr.cned.partenariats.partner.PartnerProblem.END_BEFORE_START;
import static fr.cned.partenariats.partner.PartnerProblem.TOO_MANY_DELIVERIES;
import static fr.cned.partenariats.partner.PartnerProblem.TOO_MANY_PINGS;
import static fr.cned.partenariats.partner.PartnerProblem.WEBHOOK_PAUSED;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.partner.integration.webhook.api.DeliveryOutcome;
import fr.cned.partenariats.partner.integration.webhook.api.DeliveryView;
import fr.cned.partenariats.partner.integration.webhook.api.EventTypes;
import fr.cned.partenariats.partner.integration.webhook.api.ReplayDeliveries;
import fr.cned.partenariats.partner.integration.webhook.api.ReplayView;
import fr.cned.partenariats.partner.integration.webhook.api.WebhookState;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the log of deliveries, and sends deliveries again or for a test. */
@ApplicationScoped
class DeliveryLog implements PanacheRepositoryBase<WebhookDelivery, UUID> {

    private static final int MOST_AT_ONCE = 10_000;

    static final int MOST_PINGS = 10;
    static final Duration PING_PERIOD = Duration.ofMinutes(1);
    private static final String PINGS = "webhookId = ?1 and eventType = ?2 and createdAt > ?3";

    private static final String REPLAY = """
            update webhook_delivery set outcome = 'PENDING', due_since = :now, tried_since = null, next_attempt_at = :now
            where id = any (array(
              select d.id from webhook_delivery d where %s and d.outcome <> 'PENDING' limit :rows))""";

    private final WebhookRepository webhooks;
    private final DeliveryQueue queue;
    private final Event<DeliveriesDue> due;
    private final ChangeRecorder recorder;
    private final Caller caller;
    private final Clock clock;

    DeliveryLog(
            WebhookRepository webhooks,
            DeliveryQueue queue,
            Event<DeliveriesDue> due,
            ChangeRecorder recorder,
            Caller caller,
            Clock clock) {
        this.webhooks = webhooks;
        this.queue = queue;
        this.due = due;
        this.recorder = recorder;
        this.caller = caller;
        this.clock = clock;
    }

    /** The newest first. */
    @Transactional
    Page<DeliveryView> list(
            UUID webhookId, @Nullable DeliveryOutcome outcome, @Nullable Instant from, PageParams page) {
        Webhook webhook = visible(webhookId);
        UUID after = page.after(UUID.class, webhookId, outcome, from).orElse(null);
        Conditions conditions = new Conditions()
                .equal("webhookId", webhook.id())
                .equal("outcome", outcome)
                .matching("createdAt >= ?", from)
                .matching("id < ?", after);
        List<WebhookDelivery> rows = find(conditions.query() + " order by id desc", conditions.parameters())
                .range(0, page.fetchSize() - 1)
                .list();
        return Page.of(rows, page, WebhookDelivery::view, WebhookDelivery::id, webhookId, outcome, from);
    }

    @Transactional
    DeliveryView ping(UUID webhookId) {
        Webhook webhook = visible(webhookId);
        if (webhook.state() == WebhookState.PAUSED) {
            throw Refusal.of(WEBHOOK_PAUSED);
        }
        Instant minuteAgo = clock.instant().minus(PING_PERIOD);
        if (count(PINGS, webhookId, EventTypes.PING, minuteAgo) >= MOST_PINGS) {
            throw tooManyPings();
        }
        UUID id = queue.addPing(webhook);
        recorder.record(ChangeRecord.of("webhook", webhookId));
        return findById(id).view();
    }

    @Transactional
    ReplayView replay(UUID webhookId, ReplayDeliveries request) {
        Webhook webhook = visible(webhookId);
        Conditions conditions = request.deliveryId() == null
                ? period(request)
                : new Conditions().equal("d.id", single(webhook, request, request.deliveryId()));
        conditions.equal("d.webhook_id", webhookId);
        int replayed = replay(conditions);
        if (replayed > MOST_AT_ONCE) {
            throw Refusal.of(TOO_MANY_DELIVERIES, MOST_AT_ONCE);
        }
        recorder.record(ChangeRecord.of("webhook", webhookId));
        due.fire(new DeliveriesDue(Set.of(webhookId)));
        return new ReplayView(replayed);
    }

    private int replay(Conditions conditions) {
        var update = getEntityManager()
                .createNativeQuery(REPLAY.formatted(conditions.query()))
                .setParameter("now", clock.instant())
                .setParameter("rows", MOST_AT_ONCE + 1);
        conditions.parameters().forEach(update::setParameter);
        return update.executeUpdate();
    }

    private UUID single(Webhook webhook, ReplayDeliveries request, UUID deliveryId) {
        if (request.from() != null || request.to() != null || request.outcome() != null) {
            throw Refusal.invalid(new Violation("/deliveryId", EITHER_OR, "deliveryId", "from"));
        }
        if (count("id = ?1 and webhookId = ?2", deliveryId, webhook.id()) == 0) {
            throw Refusal.of(NOT_FOUND, "delivery");
        }
        return deliveryId;
    }

    private Conditions period(ReplayDeliveries request) {
        if (request.from() == null) {
            throw Refusal.invalid(new Violation("/from", EITHER_OR, "deliveryId", "from"));
        }
        Instant to = request.to() == null ? clock.instant() : request.to();
        if (to.isBefore(request.from())) {
            throw Refusal.invalid(new Violation("/to", END_BEFORE_START));
        }
        return new Conditions()
                .matching("d.created_at >= ?", request.from())
                .matching("d.created_at < ?", to)
                .equal(
                        "d.outcome",
                        request.outcome() == null ? null : request.outcome().name());
    }

    static Refusal tooManyPings() {
        return Refusal.of(TOO_MANY_PINGS, MOST_PINGS).retryAfterSeconds((int) PING_PERIOD.toSeconds());
    }

    private Webhook visible(UUID webhookId) {
        return webhooks.findInScope(webhookId, caller.scope())
                .firstResultOptional()
                .orElseThrow(WebhookService::notFound);
    }
}
