package fr.cned.partenariats.gateway.proxy;

import fr.cned.partenariats.gateway.route.Service;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.IntStream;

/** The duration metrics of one service by status class. An array index avoids a lookup by name per request. */
final class RequestTimers {

    private static final int CLASSES = 6;
    private static final Duration[] BUCKETS = IntStream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Timer[] byClass;

    RequestTimers(Service service, MeterRegistry registry) {
        byClass = IntStream.range(0, CLASSES)
                .mapToObj(c -> Timer.builder("gateway.requests")
                        .description("Requests to a service, from their acceptance to the end of the response")
                        .tag("service", service.label())
                        .tag("status", c + "xx")
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry))
                .toArray(Timer[]::new);
    }

    Timer of(int status) {
        int index = status / 100;
        return byClass[index < CLASSES ? index : 0];
    }
}
