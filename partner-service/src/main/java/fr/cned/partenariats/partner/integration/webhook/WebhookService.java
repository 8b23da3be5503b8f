package fr.cned.partenariats.partner.integration.webhook;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.partner.PartnerProblem.TOO_MANY_WEBHOOKS;
import static fr.cned.partenariats.partner.PartnerProblem.UNKNOWN_PARTNER;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.http.MergePatch;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.partner.AdvisoryLock;
import fr.cned.partenariats.partner.integration.webhook.api.CreateWebhook;
import fr.cned.partenariats.partner.integration.webhook.api.RotateWebhookSecret;
import fr.cned.partenariats.partner.integration.webhook.api.WebhookDetails;
import fr.cned.partenariats.partner.integration.webhook.api.WebhookView;
import fr.cned.partenariats.partner.registry.partner.PartnerLookup;
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

@ApplicationScoped
class WebhookService {

    private static final int MOST_OF_A_PARTNER = 20;

    private final WebhookRepository webhooks;
    private final PartnerLookup partners;
    private final TargetRules targets;
    private final ProvenTarget proven;
    private final SecretCipher cipher;
    private final MergePatch mergePatch;
    private final Deliveries deliveries;
    private final Event<DeliveriesDue> due;
    private final Caller caller;
    private final Clock clock;

    WebhookService(
            WebhookRepository webhooks,
            PartnerLookup partners,
            TargetRules targets,
            ProvenTarget proven,
            SecretCipher cipher,
            MergePatch mergePatch,
            Deliveries deliveries,
            Event<DeliveriesDue> due,
            Caller caller,
            Clock clock) {
        this.webhooks = webhooks;
        this.partners = partners;
        this.targets = targets;
        this.proven = proven;
        this.cipher = cipher;
        this.mergePatch = mergePatch;
        this.deliveries = deliveries;
        this.due = due;
        this.caller = caller;
        this.clock = clock;
    }

    @Transactional
    WebhookView create(CreateWebhook request) {
        UUID partnerId = caller.scope().actingTenant(request.partnerId(), "/partnerId", UNKNOWN_PARTNER);
        targets.requireAllowed(request.url());
        partners.requireOpen(partnerId, "/partnerId");
        AdvisoryLock.take(webhooks.getEntityManager(), List.of("webhook " + partnerId)); // for the count
        if (webhooks.countOf(partnerId) >= MOST_OF_A_PARTNER) {
            throw Refusal.of(TOO_MANY_WEBHOOKS, MOST_OF_A_PARTNER);
        }
        proven.require(partnerId, request.url());
        UUID id = Ids.next();
        SigningSecret secret = SigningSecret.random();
        Instant now = clock.instant();
        Webhook webhook = Webhook.create(id, partnerId, request.details(), cipher.encrypt(id, secret), now);
        webhooks.persistAndFlush(webhook);
        return webhook.view(now, secret.shown());
    }

    @Transactional
    WebhookView get(UUID id) {
        return webhooks.findInScope(id, caller.scope())
                .firstResultOptional()
                .orElseThrow(WebhookService::notFound)
                .view(clock.instant(), null);
    }

    @Transactional
    Page<WebhookView> list(@Nullable UUID partnerId, PageParams page) {
        UUID after = page.after(UUID.class, partnerId).orElse(null);
        Instant now = clock.instant();
        List<Webhook> rows = webhooks.list(partnerId, caller.scope(), after, page.fetchSize());
        return Page.of(rows, page, webhook -> webhook.view(now, null), Webhook::id, partnerId);
    }

    @Transactional
    WebhookView update(UUID id, ExpectedRevision expected, JsonNode patch) {
        Webhook webhook = lock(id);
        expected.check(webhook.revision());
        WebhookDetails details = mergePatch.apply(webhook.details(), patch, WebhookDetails.class);
        targets.requireAllowed(details.url());
        if (!details.url().equals(webhook.details().url())) {
            proven.require(webhook.partnerId(), details.url());
        }
        webhook.change(details);
        webhooks.flush();
        return webhook.view(clock.instant(), null);
    }

    /** Its deliveries are sent no more; {@link DeliveryRetention} deletes them. */
    @Transactional
    void delete(UUID id) {
        webhooks.delete(lock(id));
    }

    @Transactional
    WebhookView rotate(UUID id, RotateWebhookSecret request) {
        Webhook webhook = lock(id);
        SigningSecret secret = SigningSecret.random();
        Instant now = clock.instant();
        webhook.rotate(
                cipher.encrypt(id, secret),
                request.overlapHours() > 0,
                now.plus(Duration.ofHours(request.overlapHours())));
        webhooks.flush();
        return webhook.view(now, secret.shown());
    }

    @Transactional
    WebhookView resume(UUID id) {
        Webhook webhook = lock(id);
        Instant now = clock.instant();
        webhook.resume(now);
        webhooks.flush();
        deliveries.sendNow(id, now);
        due.fire(new DeliveriesDue(Set.of(id)));
        return webhook.view(now, null);
    }

    private Webhook lock(UUID id) {
        return webhooks.lockInScope(id, caller.scope()).orElseThrow(WebhookService::notFound);
    }

    static Refusal notFound() {
        return Refusal.of(NOT_FOUND, "webhook");
    }
}
