package fr.cned.partenariats.commons.consumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The topics whose events are being retried, for {@link RetryingTopicsHealth} and as a metric. */
@ApplicationScoped
class RetryingTopics {

    private record Trouble(Instant since, String reason) {}

    private final Map<String, Trouble> troubles = new ConcurrentSkipListMap<>();
    private final Set<String> measured = ConcurrentHashMap.newKeySet();
    private final Clock clock;
    private final MeterRegistry metrics;

    RetryingTopics(Clock clock, MeterRegistry metrics) {
        this.clock = clock;
        this.metrics = metrics;
    }

    /** True for the first failure of a series. */
    boolean began(Collection<String> topics, Throwable failure) {
        boolean first = false;
        for (String topic : topics) {
            if (measured.add(topic)) {
                metrics.gauge("events.retried.seconds", Tags.of("topic", topic), this, self -> self.seconds(topic));
            }
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

    /** Since when and why, by topic. */
    Map<String, String> descriptions() {
        Map<String, String> found = new TreeMap<>();
        troubles.forEach((topic, trouble) -> found.put(topic, "since " + trouble.since() + ": " + trouble.reason()));
        return found;
    }
}
