package fr.cned.partenariats.partner.integration.webhook;

import fr.cned.partenariats.partner.integration.webhook.api.EventTypes;
import fr.cned.partenariats.partner.registry.site.HostedEnrollments;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
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
        @NotNull Instant changedAt) {

    static final String TYPE = "fr.cned.partenariats.enrollment.changed.v1";

    HostedEnrollments.Hosted hosted() {
        return new HostedEnrollments.Hosted(id, revision, state, siteId);
    }

    WebhookEvent event(@Nullable String traceparent) {
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
