package fr.cned.partenariats.gateway.edge.proxy;

import fr.cned.partenariats.gateway.edge.route.PathTemplates;
import fr.cned.partenariats.gateway.edge.route.Service;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** The duration metrics of one service by method, path template and status class. */
final class RequestTimers {

    /** 50 ms and 500 ms are objectives (docs/operations.md). */
    private static final Duration[] BUCKETS = IntStream.of(10, 50, 100, 250, 500, 1_000, 2_500, 10_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Service service;
    private final PathTemplates templates;
    private final MeterRegistry registry;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    private record Key(String method, String route, int statusClass) {}

    RequestTimers(Service service, PathTemplates templates, MeterRegistry registry) {
        this.service = service;
        this.templates = templates;
        this.registry = registry;
    }

    Timer of(HttpServerRequest request, int status) {
        Key key = new Key(request.method().name(), templates.of(request.path()), status / 100);
        Timer timer = timers.get(key);
        return timer == null ? timers.computeIfAbsent(key, this::register) : timer;
    }

    private Timer register(Key key) {
        return Timer.builder("gateway.requests")
                .description("Requests to a service, from their acceptance to the end of the response")
                .tag("service", service.label())
                .tag("method", key.method())
                .tag("route", key.route())
                .tag("status", key.statusClass() + "xx")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
