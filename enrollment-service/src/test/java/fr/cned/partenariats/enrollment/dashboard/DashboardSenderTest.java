package fr.cned.partenariats.enrollment.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DashboardSenderTest {

    /** In October 2026 the hour from 2:00 to 3:00 comes twice on the 25th, in March 2027 it is left out on the 28th. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-25T00:00:00Z, 2026-11-25T01:30:00Z",
        "2026-11-25T01:30:00Z, 2026-11-26T01:30:00Z",
        "2026-10-25T00:10:00Z, 2026-10-25T00:30:00Z",
        "2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z",
        "2026-10-25T01:10:00Z, 2026-10-26T01:30:00Z",
        "2027-03-28T00:40:00Z, 2027-03-28T01:30:00Z",
        "2027-03-28T01:30:00Z, 2027-03-29T00:30:00Z"
    })
    void theNextNightIsLaterThanNow(Instant now, Instant next) {
        assertThat(DashboardSender.nextNight(now, ZoneId.of("Europe/Paris"))).isEqualTo(next);
    }
}
