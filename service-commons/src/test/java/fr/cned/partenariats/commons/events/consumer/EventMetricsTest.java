package fr.cned.partenariats.commons.events.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class EventMetricsTest {

    private static final String TOPIC = "garage.levels.v1";
    private static final Instant STARTED = Instant.parse("2026-09-01T08:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final EventMetrics metrics = new EventMetrics(
            new ConsumedTopics(Optional.of(List.of(TOPIC)), "parking-g1"),
            registry,
            Clock.fixed(STARTED, ZoneOffset.UTC));

    @Test
    void eachConsumedTopicHasNoDeadLettersFromTheStart() {
        metrics.register(new StartupEvent());

        assertThat(registry.get("events.dead.letters")
                        .tag("topic", TOPIC)
                        .counter()
                        .count())
                .isZero();
        assertThat(measured()).isZero();
    }

    @Test
    void onlyAnEventThatIsNewerThanTheInstanceIsMeasured() {
        metrics.measure(event(STARTED.minusSeconds(1).toString()));
        metrics.measure(event("yesterday"));
        metrics.measure(new ConsumerRecord<>(TOPIC, 0, 0, "key", new byte[0]));
        ConsumerRecord<String, byte[]> withoutValue = new ConsumerRecord<>(TOPIC, 0, 0, "key", new byte[0]);
        withoutValue.headers().add("ce_time", null);
        metrics.measure(withoutValue);
        assertThat(registry.find("events.delay").timers()).isEmpty();

        metrics.measure(event(STARTED.toString()));
        assertThat(measured()).isEqualTo(1);
    }

    private long measured() {
        return registry.get("events.delay").tag("topic", TOPIC).timer().count();
    }

    private static ConsumerRecord<String, byte[]> event(String time) {
        ConsumerRecord<String, byte[]> event = new ConsumerRecord<>(TOPIC, 0, 0, "key", new byte[0]);
        event.headers().add("ce_time", time.getBytes(UTF_8));
        return event;
    }
}
