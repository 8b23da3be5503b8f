package fr.cned.partenariats.gateway;

import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The value of the header Date, formatted once per second. */
@Singleton
class HttpDate {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final Clock clock;
    private volatile Formatted last = new Formatted(-1, "");

    HttpDate(Clock clock) {
        this.clock = clock;
    }

    CharSequence now() {
        long second = clock.millis() / 1_000;
        Formatted current = last;
        if (current.second() != second) {
            String text = FORMAT.format(Instant.ofEpochSecond(second));
            current = new Formatted(second, HttpHeaders.createOptimized(text));
            last = current;
        }
        return current.text();
    }

    private record Formatted(long second, CharSequence text) {}
}
