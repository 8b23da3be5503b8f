package fr.cned.partenariats.commons.base.clock;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.validation.ClockProvider;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Provides the clock that all code injects. Its zone decides when a day begins. It ticks in microseconds, the
 * precision of the database, so a moment in an answer equals the moment that is read later.
 */
@ApplicationScoped
class Clocks {

    @Produces
    @ApplicationScoped
    Clock clock(@ConfigProperty(name = "commons.clock.zone") ZoneId zone) {
        return Clock.tick(Clock.system(zone), Duration.of(1, ChronoUnit.MICROS));
    }

    /** Constraints such as {@code @Past} compare with the same day. */
    @Produces
    @Singleton
    ClockProvider clockOfConstraints(Clock clock) {
        return () -> clock;
    }

    /** Shows the clock of the process. Prometheus compares it with its own: the alert ClockOff. */
    @Produces
    @Singleton
    MeterBinder metrics(Clock clock) {
        return registry -> Gauge.builder("process.clock", () -> clock.millis() / 1000.0)
                .baseUnit("seconds")
                .description("The time of the clock, since 1970")
                .register(registry);
    }
}
