package fr.cned.partenariats.partner.integration.webhook;

import fr.cned.partenariats.partner.integration.notice.Notice;
import fr.cned.partenariats.partner.integration.people.NoticeKind;
import fr.cned.partenariats.partner.integration.webhook.api.EventTypes;
import fr.cned.partenariats.partner.registry.site.HostedEnrollments;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fields of {@code enrollment.enrollments.v1} that webhooks, notices and sites need. */
record EnrollmentChanged(
        @NotNull UUID id,
        @PositiveOrZero long revision,
        @NotNull String state,
        @NotNull UUID partnerId,
        @Nullable String reference,
        @NotNull UUID agreementId,
        @Nullable UUID siteId,
        @Nullable Instant promotedAt,
        @Valid @Nullable Hold hold,
        @NotNull Instant changedAt) {

    static final String TYPE = "fr.cned.partenariats.enrollment.changed.v1";

    static final Set<NoticeKind> NOTICES = Set.of(NoticeKind.PROMOTION, NoticeKind.HOLD_ENDS);

    private static final Duration BEFORE_THE_END_OF_A_HOLD = Duration.ofDays(7);
    private static final Set<String> PROMOTED = Set.of("PENDING_FUNDING", "CONFIRMED", "ACTIVE");

    /**
     * @param until null when the hold has ended
     * @param endedAs null while the seat is held
     */
    record Hold(
            @Nullable LocalDate until,
            @Nullable String endedAs,
            @NotNull Instant changedAt) {}

    HostedEnrollments.Hosted hosted() {
        return new HostedEnrollments.Hosted(id, revision, state, siteId);
    }

    List<Notice> notices(Clock clock) {
        List<Notice> notices = new ArrayList<>();
        if (promotedAt != null && PROMOTED.contains(state)) {
            notices.add(Notice.at(NoticeKind.PROMOTION, partnerId, id, promotedAt));
        }
        @Nullable LocalDate until = hold == null ? null : hold.until();
        if (until != null && !until.isBefore(LocalDate.now(clock))) {
            Instant end = until.atStartOfDay(clock.getZone()).toInstant();
            notices.add(Notice.at(NoticeKind.HOLD_ENDS, partnerId, id, end)
                    .dueBefore(BEFORE_THE_END_OF_A_HOLD, clock.instant()));
        }
        return notices;
    }

    Stream<WebhookEvent> events(@Nullable String traceparent) {
        return Stream.concat(
                Stream.of(changed(traceparent)), Stream.ofNullable(hold).map(one -> holdChanged(one, traceparent)));
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
                null,
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
                null,
                traceparent);
    }
}
