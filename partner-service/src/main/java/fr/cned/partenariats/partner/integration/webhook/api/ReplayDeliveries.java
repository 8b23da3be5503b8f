package fr.cned.partenariats.partner.integration.webhook.api;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which deliveries are sent again: one, or all of a period that are not pending. */
public record ReplayDeliveries(
        @Nullable UUID deliveryId,

        @Schema(
                description = "Deliveries that were created at or after this moment.",
                examples = "2026-09-14T06:00:00Z")
        @Nullable
        Instant from,

        @Schema(
                description = "Deliveries that were created before this moment; now when absent.",
                examples = "2026-09-14T12:00:00Z")
        @Nullable
        Instant to,

        @Nullable DeliveryOutcome outcome) {}
