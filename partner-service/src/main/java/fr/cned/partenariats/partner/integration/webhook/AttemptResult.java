package fr.cned.partenariats.partner.integration.webhook;

import fr.cned.partenariats.partner.integration.webhook.api.DeliveryFault;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended.
 *
 * @param status the HTTP status; null without an answer
 * @param fault null for a success
 * @param retryAfter the header {@code Retry-After} of the answer
 */
record AttemptResult(
        @Nullable Integer status,
        @Nullable DeliveryFault fault,
        int durationMillis,
        @Nullable String retryAfter) {

    private static final int GONE = 410;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    static AttemptResult withoutAnswer(DeliveryFault fault, int durationMillis) {
        return new AttemptResult(null, fault, durationMillis, null);
    }

    boolean isSuccess() {
        return fault == null;
    }

    /** The receiver asks for no more deliveries. */
    boolean isGone() {
        return status != null && status == GONE;
    }

    /** The pause that the receiver asks for with 429 or 503: seconds, or the time until a date. Zero without one. */
    Duration askedPause(Instant now) {
        if (retryAfter == null || status == null || (status != TOO_MANY_REQUESTS && status != UNAVAILABLE)) {
            return Duration.ZERO;
        }
        if (SECONDS.matcher(retryAfter).matches()) {
            return Duration.ofSeconds(Long.parseLong(retryAfter));
        }
        try {
            Instant date = ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO;
        } catch (DateTimeException e) {
            return Duration.ZERO; // as without the header
        }
    }
}
