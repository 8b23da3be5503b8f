package fr.cned.partenariats.commons.events.consumer;

import java.util.List;
import java.util.function.Consumer;

/**
 * What the service does with the events of one topic.
 *
 * @param body the record that an event is read into; its Bean Validation constraints are checked
 * @param ceType the only CloudEvents type of the topic
 * @param handler runs in the transaction of a batch, with the events in the order of their partition. When the database
 *     or a rule refuses one of them, it runs again for each event alone.
 */
public record Subscription<T>(String topic, Class<T> body, String ceType, Consumer<List<ReceivedEvent<T>>> handler) {

    /** With a handler of one event after the other. */
    public static <T> Subscription<T> each(String topic, Class<T> body, String ceType, Consumer<T> handler) {
        return new Subscription<>(topic, body, ceType, events -> events.forEach(event -> handler.accept(event.body())));
    }
}
