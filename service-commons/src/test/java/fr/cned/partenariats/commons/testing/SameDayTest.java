package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameDayTest {

    @ParameterizedTest
    @CsvSource({
        "2026-12-31T22:57:59Z, false",
        "2026-12-31T22:58:00Z, true",
        "2026-12-31T22:59:59Z, true",
        "2026-12-31T23:00:00Z, false",
        "2026-12-31T23:59:59Z, false",
        "2026-06-30T21:59:00Z, true"
    })
    void theDayOfParisEndsSoonInItsLastTwoMinutes(Instant now, boolean soon) {
        assertThat(SameDay.dayEndsSoon(Clock.fixed(now, ZoneId.of("Europe/Paris"))))
                .isEqualTo(soon);
    }
}
