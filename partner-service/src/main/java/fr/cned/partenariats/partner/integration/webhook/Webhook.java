package fr.cned.partenariats.partner.integration.webhook;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.partner.agreement.AgreementState;
import fr.cned.partenariats.partner.integration.webhook.api.EnrollmentState;
import fr.cned.partenariats.partner.integration.webhook.api.EventTypes;
import fr.cned.partenariats.partner.integration.webhook.api.WebhookDetails;
import fr.cned.partenariats.partner.integration.webhook.api.WebhookFilter;
import fr.cned.partenariats.partner.integration.webhook.api.WebhookState;
import fr.cned.partenariats.partner.integration.webhook.api.WebhookView;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The subscription of a partner to events. Its secrets are encrypted ({@link SecretCipher}). Lock the row before a
 * change: {@link Deliveries} changes it, too.
 */
@Entity
class Webhook {

    @Id
    private UUID id;

    @Version
    private long version;

    private UUID partnerId;
    private String url;
    private String[] eventTypes;
    private UUID[] agreementIds;
    private String[] enrollmentStates;
    private String[] agreementStates;
    private @Nullable String description;
    private byte[] secret;

    /** Read by {@link Deliveries}. */
    @Column(name = "previous_secret")
    private byte @Nullable [] previousSecret;

    private @Nullable Instant previousSecretValidUntil;

    @Enumerated(EnumType.STRING)
    private WebhookState state;

    private Instant createdAt;

    /** Read by {@link Deliveries}. */
    @Column(name = "resumed_at")
    private @Nullable Instant resumedAt;

    private @Nullable Instant pausedAt;
    private @Nullable Instant failingSince;

    protected Webhook() {}

    static Webhook create(UUID id, UUID partnerId, WebhookDetails details, byte[] secret, Instant now) {
        Webhook webhook = new Webhook();
        webhook.id = id;
        webhook.partnerId = partnerId;
        webhook.secret = secret;
        webhook.state = WebhookState.ACTIVE;
        webhook.createdAt = now;
        webhook.change(details);
        return webhook;
    }

    void change(WebhookDetails details) {
        WebhookFilter filter = details.requiredFilter();
        if (!details.url().equals(url)) {
            failingSince = null; // the new address has not failed yet
        }
        url = details.url();
        eventTypes = details.eventTypes().stream().distinct().sorted().toArray(String[]::new);
        agreementIds = filter.agreements().toArray(UUID[]::new);
        enrollmentStates = filter.statesOfEnrollments().toArray(String[]::new);
        agreementStates = filter.statesOfAgreements().toArray(String[]::new);
        description = details.description();
    }

    void rotate(byte[] newSecret, boolean keepsFormer, Instant formerValidUntil) {
        previousSecret = keepsFormer ? secret : null;
        previousSecretValidUntil = keepsFormer ? formerValidUntil : null;
        secret = newSecret;
    }

    void resume(Instant now) {
        Refusal.requireTransition(state, WebhookState.ACTIVE, state.next());
        state = WebhookState.ACTIVE;
        resumedAt = now;
        pausedAt = null;
        failingSince = null;
    }

    boolean wants(WebhookEvent event) {
        return event.at().compareTo(createdAt) >= 0
                && event.partnerIds().contains(partnerId)
                && Arrays.asList(eventTypes).contains(event.type())
                && (event.agreementId() == null || contains(agreementIds, event.agreementId()))
                && contains(statesFor(event.type()), event.state());
    }

    private String[] statesFor(String type) {
        return switch (type) {
            case EventTypes.ENROLLMENT_CHANGED -> enrollmentStates;
            case EventTypes.AGREEMENT_CHANGED -> agreementStates;
            default -> new String[0];
        };
    }

    private static <T> boolean contains(T[] wanted, T value) {
        return wanted.length == 0 || Arrays.asList(wanted).contains(value);
    }

    UUID id() {
        return id;
    }

    long revision() {
        return version;
    }

    UUID partnerId() {
        return partnerId;
    }

    WebhookState state() {
        return state;
    }

    WebhookDetails details() {
        return new WebhookDetails(url, List.of(eventTypes), filter(), description);
    }

    private @Nullable WebhookFilter filter() {
        return WebhookFilter.of(
                List.of(agreementIds),
                Arrays.stream(enrollmentStates).map(EnrollmentState::valueOf).toList(),
                Arrays.stream(agreementStates).map(AgreementState::valueOf).toList());
    }

    WebhookView view(Instant now, @Nullable String shownSecret) {
        boolean twoSecrets = previousSecretValidUntil != null && previousSecretValidUntil.isAfter(now);
        return new WebhookView(
                id,
                version,
                partnerId,
                url,
                List.of(eventTypes),
                filter(),
                description,
                state,
                createdAt,
                failingSince,
                pausedAt,
                twoSecrets ? previousSecretValidUntil : null,
                shownSecret);
    }
}
