package fr.cned.partenariats.partner.integration.webhook.api;

import fr.cned.partenariats.commons.http.Revisioned;
import fr.cned.partenariats.commons.http.idempotency.ShownOnce;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

public record WebhookView(
        UUID id,

        @Schema(description = "Increases with each change. The ETag.")
        long revision,

        UUID partnerId,
        String url,
        List<String> eventTypes,
        @Nullable WebhookFilter filter,
        @Nullable String description,
        WebhookState state,
        Instant createdAt,

        @Schema(description = "The first failed attempt since the last success. Absent while the receiver accepts.")
        @Nullable
        Instant failingSince,

        @Schema(description = "Since when deliveries wait. Present while `PAUSED`.") @Nullable
        Instant pausedAt,

        @Schema(description = "Until then deliveries are also signed with the former secret.") @Nullable
        Instant previousSecretValidUntil,

        @Schema(
                description = "Only in the first answer to the request that created or rotated it. No later answer has"
                        + " it, not even a replay of the same request.")
        @Nullable
        String secret)
        implements Revisioned, ShownOnce<WebhookView> {

    @Override
    public WebhookView withoutSecret() {
        return new WebhookView(
                id,
                revision,
                partnerId,
                url,
                eventTypes,
                filter,
                description,
                state,
                createdAt,
                failingSince,
                pausedAt,
                previousSecretValidUntil,
                null);
    }

    /** A failure and the end of a former secret do not change the revision. */
    @Override
    public String entityTag() {
        String other = (failingSince == null ? "" : "-" + failingSince.toEpochMilli())
                + (previousSecretValidUntil == null ? "" : "-p");
        return revision + other;
    }

    /** Logs must not contain the secret. */
    @Override
    public String toString() {
        return "WebhookView[" + id + ']';
    }
}
