package fr.cned.partenariats.commons.base.clock;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Shows the clock of the process. Prometheus compares it with its own: the alert ClockOff. */
@Singleton
class ClockMetrics implements MeterBinder {

    private final Clock clock;

    ClockMetrics(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("process.clock", () -> clock.millis() / 1000.0)
                .baseUnit("seconds")
                .description("The time of the clock, since 1970")
                .register(registry);
    }
}
