package fr.cned.partenariats.partner.integration.webhook;

import fr.cned.partenariats.partner.agreement.AgreementState;
import fr.cned.partenariats.partner.integration.notice.Notice;
import fr.cned.partenariats.partner.integration.people.NoticeKind;
import fr.cned.partenariats.partner.integration.webhook.api.EventTypes;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fields of {@code partner.agreements.v1} that webhooks and notices need. */
record AgreementChanged(
        @NotNull UUID id,
        @PositiveOrZero long revision,
        @NotNull String state,
        @NotNull List<@Valid @NotNull Party> parties,
        @Nullable LocalDate endsOn,
        @NotNull Instant changedAt) {

    static final String TYPE = "fr.cned.partenariats.agreement.changed.v1";

    private static final Duration BEFORE_THE_END = Duration.ofDays(60);

    record Party(@NotNull UUID partnerId) {}

    List<Notice> notices(Clock clock) {
        boolean isLive =
                AgreementState.LIVE.stream().anyMatch(live -> live.name().equals(state));
        if (!isLive || endsOn == null || endsOn.isBefore(LocalDate.now(clock))) {
            return List.of();
        }
        Instant end = endsOn.atStartOfDay(clock.getZone()).toInstant();
        return parties.stream()
                .map(party -> Notice.at(NoticeKind.AGREEMENT_ENDS, party.partnerId(), id, end)
                        .dueBefore(BEFORE_THE_END, clock.instant()))
                .toList();
    }

    WebhookEvent event(@Nullable String traceparent) {
        return new WebhookEvent(
                EventTypes.AGREEMENT_CHANGED,
                id,
                revision,
                changedAt,
                parties.stream().map(Party::partnerId).collect(Collectors.toSet()),
                id,
                null,
                state,
                "/v1/agreements/" + id,
                null,
                traceparent);
    }
}
