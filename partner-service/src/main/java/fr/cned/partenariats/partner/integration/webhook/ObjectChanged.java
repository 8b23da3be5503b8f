package fr.cned.partenariats.partner.integration.webhook;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
        @Nullable UUID trainingCentreId,
        @Nullable UUID hostSchoolId,
        @NotNull Instant changedAt) {

    Stream<WebhookEvent> events(WebhookSubject subject, @Nullable String traceparent) {
        if (subject != WebhookSubject.APPRENTICESHIP_CONTRACT) {
            return Stream.of(event(subject, owner(), subject.link(this), traceparent));
        }
        Set<UUID> hosts = Stream.of(Optional.ofNullable(trainingCentreId), Optional.ofNullable(hostSchoolId))
                .flatMap(Optional::stream)
                .filter(host -> !host.equals(partnerId))
                .collect(Collectors.toSet());
        return state.equals("RUPTURED")
                ? Stream.of(
                        event(subject, owner(), subject.link(this), traceparent),
                        event(subject, hosts, "/v1/apprentices/" + id, traceparent)) // they read the apprentice
                : Stream.empty();
    }

    private Set<UUID> owner() {
        return partnerId == null ? Set.of() : Set.of(partnerId);
    }

    private WebhookEvent event(
            WebhookSubject subject, Set<UUID> partnerIds, String link, @Nullable String traceparent) {
        return new WebhookEvent(
                subject.eventType(),
                id,
                revision,
                changedAt,
                partnerIds,
                agreementId,
                null,
                subject.shown(state),
                link,
                rejected,
                traceparent);
    }
}
