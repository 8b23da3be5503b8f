package fr.cned.partenariats.partner;

import io.quarkus.test.junit.QuarkusMock;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** Sets the clock of the service to another day until the end of the test. */
public final class TestClock extends Clock {

    private final Instant now;
    private final ZoneId zone;

    private TestClock(Instant now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    public static void setTo(LocalDate day) {
        ZoneId paris = ZoneId.of("Europe/Paris");
        QuarkusMock.installMockForType(
                new TestClock(ZonedDateTime.of(day.atTime(3, 0), paris).toInstant(), paris), Clock.class);
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new TestClock(now, other);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
