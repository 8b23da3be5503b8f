package fr.cned.partenariats.commons.events.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Counts dead letters and measures how late events take effect, by topic. Each consumed topic is there from the start. */
@ApplicationScoped
class EventMetrics {

    /** 2 s is an objective (docs/operations.md). */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(10)
    };

    private final ConsumedTopics consumed;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final Instant started;
    private final Map<String, Topic> topics = new ConcurrentHashMap<>();

    private record Topic(Counter deadLetters, Timer delay) {}

    EventMetrics(ConsumedTopics consumed, MeterRegistry metrics, Clock clock) {
        this.consumed = consumed;
        this.metrics = metrics;
        this.clock = clock;
        this.started = clock.instant();
    }

    void register(@Observes StartupEvent event) {
        consumed.topics().forEach(this::topic);
    }

    void countDeadLetter(String topic) {
        topic(topic).deadLetters().increment();
    }

    /** An event that is older than this instance is not measured: after a stop it says nothing about the way here. */
    void measure(ConsumerRecord<?, ?> applied) {
        Header time = applied.headers().lastHeader("ce_time");
        if (time == null || time.value() == null) {
            return;
        }
        try {
            Instant changed = Instant.parse(new String(time.value(), UTF_8));
            if (!changed.isBefore(started)) {
                Duration delay = Duration.between(changed, clock.instant());
                topic(applied.topic()).delay().record(delay.isNegative() ? Duration.ZERO : delay);
            }
        } catch (DateTimeParseException notMeasured) {
            // the event took effect all the same
        }
    }

    private Topic topic(String name) {
        return topics.computeIfAbsent(
                name,
                unseen -> new Topic(
                        Counter.builder("events.dead.letters")
                                .description("Events that this service could not process")
                                .tag("topic", name)
                                .register(metrics),
                        Timer.builder("events.delay")
                                .description("From a change in another service to its effect in this one")
                                .tag("topic", name)
                                .serviceLevelObjectives(BUCKETS)
                                .register(metrics)));
    }
}
