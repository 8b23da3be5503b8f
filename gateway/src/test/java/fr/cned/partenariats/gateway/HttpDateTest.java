package fr.cned.partenariats.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpDateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1994-11-06T08:49:37.999Z | Sun, 06 Nov 1994 08:49:37 GMT",
                "2026-09-01T00:00:00Z | Tue, 01 Sep 2026 00:00:00 GMT"
            })
    void theDateHasTheFormatOfHttp(Instant instant, String expected) {
        HttpDate date = new HttpDate(Clock.fixed(instant, ZoneOffset.ofHours(2)));

        assertThat(date.now()).hasToString(expected);
    }

    @Test
    void theTextIsFormattedOncePerSecond() {
        HttpDate date = new HttpDate(Clock.fixed(Instant.ofEpochSecond(7), ZoneOffset.UTC));

        assertThat(date.now()).isSameAs(date.now());
    }
}
