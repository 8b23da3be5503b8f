package fr.cned.partenariats.partner.integration.webhook;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The fields that webhooks need of the events of enrollment-service about other objects than enrollments.
 *
 * @param partnerId null for a file of the enrollment office
 * @param rejected the rejected rows of a file
 */
record ObjectChanged(
        @NotNull UUID id,
        @PositiveOrZero long revision,
        @NotNull String state,
        @Nullable UUID partnerId,
        @Nullable UUID agreementId,
        @Nullable Long rejected,
        @NotNull Instant changedAt) {

    WebhookEvent event(WebhookSubject subject, @Nullable String traceparent) {
        return new WebhookEvent(
                subject.eventType(),
                id,
                revision,
                changedAt,
                partnerId == null ? Set.of() : Set.of(partnerId),
                agreementId,
                null,
                subject.shown(state),
                subject.link(this),
                rejected,
                traceparent);
    }
}
