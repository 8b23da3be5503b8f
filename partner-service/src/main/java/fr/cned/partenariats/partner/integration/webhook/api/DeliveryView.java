package fr.cned.partenariats.partner.integration.webhook.api;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A delivery as the log shows it. */
public record DeliveryView(
        @Schema(description = "The `webhook-id`, the same in each attempt and replay.")
        UUID id,

        String eventType,

        @Schema(description = "The object that the event is about.")
        UUID objectId,

        @Schema(description = "The revision of that object. A greater one is newer.")
        long sequence,

        DeliveryOutcome outcome,
        Instant createdAt,
        int attempts,
        @Nullable Instant lastAttemptAt,

        @Schema(description = "The HTTP status of the last answer.") @Nullable
        Integer lastStatus,

        @Schema(description = "Why the last attempt was no success.") @Nullable
        DeliveryFault lastFault,

        @Schema(description = "How long the last attempt took, in milliseconds.") @Nullable
        Integer lastDurationMillis,

        @Schema(description = "When the next attempt is due. Present while `PENDING`.") @Nullable
        Instant nextAttemptAt) {}
