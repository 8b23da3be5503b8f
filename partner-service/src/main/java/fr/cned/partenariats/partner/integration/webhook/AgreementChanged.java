package fr.cned.partenariats.partner.integration.webhook;

import fr.cned.partenariats.partner.integration.webhook.api.EventTypes;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fields of {@code partner.agreements.v1} that webhooks need. */
record AgreementChanged(
        @NotNull UUID id,
        @PositiveOrZero long revision,
        @NotNull String state,
        @NotNull List<@Valid @NotNull Party> parties) {

    static final String TYPE = "fr.cned.partenariats.agreement.changed.v1";

    record Party(@NotNull UUID partnerId) {}

    /** @param now the event does not say when the agreement changed */
    WebhookEvent event(Instant now, @Nullable String traceparent) {
        return new WebhookEvent(
                EventTypes.AGREEMENT_CHANGED,
                id,
                revision,
                now,
                parties.stream().map(Party::partnerId).collect(Collectors.toSet()),
                id,
                null,
                state,
                "/v1/agreements/" + id,
                traceparent);
    }
}
