package fr.cned.partenariats.partner.integration.webhook.api;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A delivery as the log shows it. */
public record DeliveryView(
        UUID id,
        String eventType,
        UUID objectId,
        long sequence,
        DeliveryOutcome outcome,
        Instant createdAt,
        int attempts,
        @Nullable Instant lastAttemptAt,
        @Nullable Integer lastStatus,
        @Nullable DeliveryFault lastFault,
        @Nullable Integer lastDurationMillis,
        @Nullable Instant nextAttemptAt) {}
