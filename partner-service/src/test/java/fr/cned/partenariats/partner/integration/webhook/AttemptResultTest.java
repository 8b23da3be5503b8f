package fr.cned.partenariats.partner.integration.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.partner.integration.webhook.api.DeliveryFault;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttemptResultTest {

    private static final Instant NOW = Instant.parse("2026-09-14T08:00:00Z");

    private static Duration asked(int status, @Nullable String retryAfter) {
        return new AttemptResult(status, DeliveryFault.STATUS, 1, retryAfter).askedPause(NOW);
    }

    @Test
    void aReceiverAsksForAPauseInSecondsOrUntilADate() {
        assertThat(asked(429, "120")).isEqualTo(Duration.ofMinutes(2));
        assertThat(asked(503, "Mon, 14 Sep 2026 08:10:00 GMT")).isEqualTo(Duration.ofMinutes(10));
        assertThat(asked(503, "Mon, 14 Sep 2026 07:10:00 GMT")).isZero();
    }

    @Test
    void otherStatusesAndUnreadableHeadersAskForNothing() {
        assertThat(asked(500, "120")).isZero();
        assertThat(asked(429, null)).isZero();
        assertThat(asked(429, "-1")).isZero();
        assertThat(asked(429, "99999999999999999999")).isZero();
        assertThat(asked(429, "soon")).isZero();
        assertThat(AttemptResult.withoutAnswer(DeliveryFault.TIMEOUT, 1).askedPause(NOW))
                .isZero();
    }
}
