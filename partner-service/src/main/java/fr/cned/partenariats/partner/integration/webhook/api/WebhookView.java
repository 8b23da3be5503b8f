package fr.cned.partenariats.partner.integration.webhook.api;

import fr.cned.partenariats.commons.http.Revisioned;
import fr.cned.partenariats.commons.http.idempotency.ShownOnce;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public record WebhookView(
        UUID id,
        long revision,
        UUID partnerId,
        String url,
        List<String> eventTypes,
        @Nullable WebhookFilter filter,
        @Nullable String description,
        WebhookState state,
        Instant createdAt,
        @Nullable Instant failingSince,
        @Nullable Instant pausedAt,
        @Nullable Instant previousSecretValidUntil,
        @Nullable String secret)
        implements Revisioned, ShownOnce {

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
