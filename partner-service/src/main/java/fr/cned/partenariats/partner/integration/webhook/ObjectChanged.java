package fr.cned.partenariats.partner.integration.webhook;

import fr.cned.partenariats.partner.integration.notice.Notice;
import fr.cned.partenariats.partner.integration.people.NoticeKind;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields that webhooks and notices need of the events of enrollment-service about other objects than enrollments.
 *
 * @param partnerId null for a file of the enrollment office
 * @param rejected the rejected rows of a file
 * @param dryRun whether a file is only tried
 * @param kind of a file
 */
record ObjectChanged(
        @NotNull UUID id,
        @PositiveOrZero long revision,
        @NotNull String state,
        @Nullable UUID partnerId,
        @Nullable UUID agreementId,
        @Nullable Long rejected,
        boolean dryRun,
        @Nullable String kind,
        @Nullable UUID trainingCentreId,
        @Nullable UUID hostSchoolId,
        @NotNull Instant changedAt) {

    private static final Set<String> ENDED = Set.of("DONE", "ABORTED", "CANCELLED");

    /** What the people of the partner are told of. No page shows a contract to its hosts: webhooks tell them. */
    List<Notice> notices(NoticeKind kind) {
        return isNews(kind)
                ? owner().stream()
                        .map(partner -> Notice.once(kind, partner, id, changedAt))
                        .toList()
                : List.of();
    }

    private boolean isNews(NoticeKind kind) {
        return switch (kind) {
            case ATTENDANCE_ALERT -> state.equals("OPEN");
            case CONTRACT_BROKEN -> state.equals("RUPTURED");
            case IMPORT_REJECTS -> hasRejects();
            default -> false;
        };
    }

    /** A job that issues papers has no file. */
    private boolean hasRejects() {
        return ENDED.contains(state) && !dryRun && !"PAPERS".equals(kind) && rejected != null && rejected > 0;
    }

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
