package fr.cned.partenariats.partner.integration.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    private static final Instant TRIED_SINCE = Instant.parse("2026-09-14T08:00:00Z");
    private static final double MIDDLE = 0.5;

    private static Duration pauseAfter(Duration tried, double random) {
        Instant now = TRIED_SINCE.plus(tried);
        return Duration.between(now, RetrySchedule.next(now, TRIED_SINCE, Duration.ZERO, random));
    }

    private static Duration pauseAsked(Duration asked, double random) {
        return Duration.between(TRIED_SINCE, RetrySchedule.next(TRIED_SINCE, TRIED_SINCE, asked, random));
    }

    @Test
    void thePausesDoubleFromFiveSecondsUpToThreeHours() {
        List<Long> seconds = new ArrayList<>();
        Instant now = TRIED_SINCE;
        while (now.isBefore(TRIED_SINCE.plus(RetrySchedule.TRIED))) {
            Instant next = RetrySchedule.next(now, TRIED_SINCE, Duration.ZERO, MIDDLE);
            seconds.add(Duration.between(now, next).toSeconds());
            now = next;
        }
        assertThat(seconds)
                .startsWith(5L, 5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 1280L, 2560L, 5120L, 10240L)
                .endsWith(10800L)
                .hasSizeBetween(15, 25);
    }

    @Test
    void thePauseVariesByAFifth() {
        assertThat(pauseAfter(Duration.ofSeconds(100), 0)).isEqualTo(Duration.ofSeconds(80));
        assertThat(pauseAfter(Duration.ofSeconds(100), 0.999_999))
                .isBetween(Duration.ofMillis(119_900), Duration.ofSeconds(120));
        assertThat(pauseAfter(Duration.ofDays(1), MIDDLE)).isEqualTo(Duration.ofHours(3));
    }

    @Test
    void theReceiverMayAskForALongerPauseUpToThreeHours() {
        assertThat(pauseAsked(Duration.ofMinutes(2), 0)).isEqualTo(Duration.ofMinutes(2));
        assertThat(pauseAsked(Duration.ofMinutes(2), MIDDLE)).isEqualTo(Duration.ofSeconds(132));
        assertThat(pauseAsked(Duration.ofSeconds(1), MIDDLE)).isEqualTo(RetrySchedule.FIRST);
        assertThat(pauseAsked(Duration.ofDays(300), 0)).isEqualTo(RetrySchedule.LONGEST);
    }

    @Test
    void aDeliveryIsGivenUpAfter24HoursIfTheReceiverAcceptedAnotherOne() {
        Instant after24Hours = TRIED_SINCE.plus(Duration.ofHours(24));

        assertThat(RetrySchedule.isOver(after24Hours, TRIED_SINCE, TRIED_SINCE.plusSeconds(1)))
                .isTrue();
        assertThat(RetrySchedule.isOver(after24Hours.minusMillis(1), TRIED_SINCE, TRIED_SINCE.plusSeconds(1)))
                .isFalse();
        assertThat(RetrySchedule.isOver(after24Hours.plusSeconds(3600), TRIED_SINCE, TRIED_SINCE))
                .isFalse();
        assertThat(RetrySchedule.isOver(after24Hours.plusSeconds(3600), TRIED_SINCE, null))
                .isFalse();
    }

    @Test
    void aWebhookIsPausedAfter24HoursOfFailures() {
        assertThat(RetrySchedule.pauses(TRIED_SINCE.plus(Duration.ofHours(24)), TRIED_SINCE))
                .isTrue();
        assertThat(RetrySchedule.pauses(TRIED_SINCE.plus(Duration.ofHours(24)).minusMillis(1), TRIED_SINCE))
                .isFalse();
        assertThat(RetrySchedule.pauses(TRIED_SINCE, null)).isFalse();
    }
}
