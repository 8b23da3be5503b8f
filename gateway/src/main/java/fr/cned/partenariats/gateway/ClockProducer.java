package fr.cned.partenariats.gateway;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Provides the clock that every class injects, so that a test can replace it. */
class ClockProducer {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
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
