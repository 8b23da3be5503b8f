package fr.cned.partenariats.partner.integration.webhook;

import fr.cned.partenariats.partner.integration.webhook.api.EventTypes;
import fr.cned.partenariats.partner.registry.site.HostedEnrollments;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fields of {@code enrollment.enrollments.v1} that webhooks and sites need. */
record EnrollmentChanged(
        @NotNull UUID id,
        @PositiveOrZero long revision,
        @NotNull String state,
        @NotNull UUID partnerId,
        @Nullable String reference,
        @NotNull UUID agreementId,
        @Nullable UUID siteId,
        @Valid @Nullable Hold hold,
        @NotNull Instant changedAt) {

    static final String TYPE = "fr.cned.partenariats.enrollment.changed.v1";

    /** @param endedAs null while the seat is held */
    record Hold(
            @Nullable String endedAs, @NotNull Instant changedAt) {}

    HostedEnrollments.Hosted hosted() {
        return new HostedEnrollments.Hosted(id, revision, state, siteId);
    }

    Stream<WebhookEvent> events(@Nullable String traceparent) {
        return Stream.concat(Stream.of(changed(traceparent)), Stream.ofNullable(hold)
                .map(one -> holdChanged(one, traceparent)));
    }

    /** Each event repeats the last change of the hold, so its time is the sequence: a repeated one adds nothing. */
    private WebhookEvent holdChanged(Hold last, @Nullable String traceparent) {
        return new WebhookEvent(
                EventTypes.HOLD_CHANGED,
                id,
                Math.max(0, last.changedAt().toEpochMilli()),
                last.changedAt(),
                Set.of(partnerId),
                agreementId,
                null,
                last.endedAs() == null ? "HELD" : last.endedAs(),
                "/v1/enrollments/" + id,
                traceparent);
    }

    private WebhookEvent changed(@Nullable String traceparent) {
        return new WebhookEvent(
                EventTypes.ENROLLMENT_CHANGED,
                id,
                revision,
                changedAt,
                Set.of(partnerId),
                agreementId,
                reference,
                state,
                "/v1/enrollments/" + id,
                traceparent);
    }
}
