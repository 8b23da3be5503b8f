package fr.cned.partenariats.partner.integration.webhook.api;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which deliveries are sent again: one, or all of a period that are not pending. */
public record ReplayDeliveries(
        @Nullable UUID deliveryId,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable DeliveryOutcome outcome) {}
