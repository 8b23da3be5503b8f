package fr.cned.partenariats.enrollment;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** Starts the clock of the service at noon of a fixed day, so no test runs across midnight. */
@Mock
public class NoonClock {

    public static final LocalDate DAY = LocalDate.of(2026, 11, 25);

    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    @Produces
    @ApplicationScoped
    public Clock clock() {
        Instant noon = DAY.atTime(12, 0).atZone(PARIS).toInstant();
        Clock running = Clock.offset(Clock.system(PARIS), Duration.between(Instant.now(), noon));
        return Clock.tick(running, Duration.of(1, ChronoUnit.MICROS));
    }
}
