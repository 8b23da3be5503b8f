package fr.cned.partenariats.commons.events.consumer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * The topics whose events are being retried, as a check and as a metric. The check is always up: requests are served
 * meanwhile, and a restart does not help.
 */
@Readiness
@Default // it is also injected
@ApplicationScoped
class RetryingTopics implements HealthCheck {

    private record Trouble(Instant since, String reason) {}

    private final Map<String, Trouble> troubles = new ConcurrentSkipListMap<>();
    private final Set<String> measured = ConcurrentHashMap.newKeySet();
    private final ConsumedTopics consumed;
    private final Clock clock;
    private final MeterRegistry metrics;

    RetryingTopics(ConsumedTopics consumed, Clock clock, MeterRegistry metrics) {
        this.consumed = consumed;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Each consumed topic has its metric from the start. */
    void register(@Observes StartupEvent event) {
        consumed.topics().forEach(this::measure);
    }

    private void measure(String topic) {
        if (measured.add(topic)) {
            Gauge.builder("events.retried.seconds", this, self -> self.seconds(topic))
                    .description("How long the events of the topic have been retried; 0 when they are not")
                    .tag("topic", topic)
                    .register(metrics);
        }
    }

    /** True for the first failure of a series. */
    boolean began(Collection<String> topics, Throwable failure) {
        boolean first = false;
        for (String topic : topics) {
            measure(topic);
            first |= troubles.putIfAbsent(
                            topic,
                            new Trouble(clock.instant(), failure.getClass().getSimpleName()))
                    == null;
        }
        return first;
    }

    void over(Set<String> topics) {
        topics.forEach(troubles::remove);
    }

    private double seconds(String topic) {
        Trouble trouble = troubles.get(topic);
        return trouble == null
                ? 0
                : Duration.between(trouble.since(), clock.instant()).toSeconds();
    }

    /** Says since when and why, by topic. */
    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder check =
                HealthCheckResponse.named("events retried").up();
        troubles.forEach(
                (topic, trouble) -> check.withData(topic, "since " + trouble.since() + ": " + trouble.reason()));
        return check.build();
    }
}
