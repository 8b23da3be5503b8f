package fr.cned.partenariats.partner.integration.webhook;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change of an object that webhooks are told of.
 *
 * @param partnerIds the partners whose webhooks get it
 * @param at when the object changed
 * @param agreementId the agreement for the filter; null when no agreement is concerned
 * @param rejected the rejected rows of a file; null for other objects
 * @param traceparent of the request that caused the change; null when no request did
 */
record WebhookEvent(
        String type,
        UUID objectId,
        long sequence,
        Instant at,
        Set<UUID> partnerIds,
        @Nullable UUID agreementId,
        @Nullable String reference,
        String state,
        String link,
        @Nullable Long rejected,
        @Nullable String traceparent) {

    /** The body of the request. It has no personal data: the receiver reads the object with its own rights. */
    Body body() {
        return new Body(type, at, new Data(objectId, reference, state, sequence, agreementId, rejected, link));
    }

    record Body(String type, Instant timestamp, Data data) {}

    /**
     * @param sequence of the object and type; a greater one is newer
     * @param link the path of the object at the gateway
     */
    record Data(
            UUID id,
            @Nullable String reference,
            String state,
            long sequence,
            @Nullable UUID agreementId,
            @Nullable Long rejected,
            String link) {}
}
