package fr.cned.partenariats.commons.events.consumer;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * The one Kafka consumer of the service for the events of all its topics. A consumer for each topic would be a member of
 * the group, two connections and a thread more, and would ask the broker for events all the time.
 */
@ApplicationScoped
public class EventConsumer {

    private final EventReceiver receiver;
    private final ConsumedTopics consumed;
    private final Map<String, Subscription<?>> subscriptions;

    EventConsumer(EventReceiver receiver, ConsumedTopics consumed, @All List<Subscriber> subscribers) {
        this.receiver = receiver;
        this.consumed = consumed;
        this.subscriptions = subscribers.stream()
                .flatMap(subscriber -> subscriber.subscriptions().stream())
                .collect(toMap(Subscription::topic, Function.identity()));
    }

    void compare(@Observes StartupEvent event) {
        if (!subscriptions.keySet().equals(consumed.topics())) {
            throw new IllegalStateException("mp.messaging.incoming.events.topics has " + consumed.topics()
                    + ", but the subscriptions are for " + subscriptions.keySet());
        }
    }

    /** Each topic is one batch. */
    @Incoming("events")
    @Blocking
    public void on(ConsumerRecords<String, byte[]> polled) {
        Map<String, List<ConsumerRecord<String, byte[]>>> batches = new TreeMap<>();
        for (ConsumerRecord<String, byte[]> message : polled) {
            batches.computeIfAbsent(message.topic(), topic -> new ArrayList<>()).add(message);
        }
        batches.forEach((topic, batch) -> receiver.receive(batch, requireNonNull(subscriptions.get(topic))));
    }
}
