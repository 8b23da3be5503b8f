package fr.cned.partenariats.partner.integration.webhook;

import fr.cned.partenariats.commons.changelog.NotLogged;
import fr.cned.partenariats.partner.integration.webhook.api.DeliveryFault;
import fr.cned.partenariats.partner.integration.webhook.api.DeliveryOutcome;
import fr.cned.partenariats.partner.integration.webhook.api.DeliveryView;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A delivery in the log. {@link DeliveryQueue} and {@link Deliveries} write it. */
@Entity
@Immutable
@NotLogged
class WebhookDelivery {

    @Id
    private UUID id;

    /** Read by the query of the log. */
    @Column(name = "webhook_id")
    private UUID webhookId;

    private String eventType;
    private UUID objectId;
    private long sequence;

    @Enumerated(EnumType.STRING)
    private DeliveryOutcome outcome;

    private Instant createdAt;
    private Instant nextAttemptAt;
    private int attempts;
    private @Nullable Instant lastAttemptAt;
    private @Nullable Integer lastStatus;

    @Enumerated(EnumType.STRING)
    private @Nullable DeliveryFault lastFault;

    private @Nullable Integer lastDurationMillis;

    protected WebhookDelivery() {}

    UUID id() {
        return id;
    }

    DeliveryView view() {
        return new DeliveryView(
                id,
                eventType,
                objectId,
                sequence,
                outcome,
                createdAt,
                attempts,
                lastAttemptAt,
                lastStatus,
                lastFault,
                lastDurationMillis,
                outcome == DeliveryOutcome.PENDING ? nextAttemptAt : null);
    }
}
