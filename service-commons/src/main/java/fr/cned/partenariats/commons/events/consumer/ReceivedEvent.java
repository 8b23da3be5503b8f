package fr.cned.partenariats.commons.events.consumer;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One event whose body was read.
 *
 * @param traceparent of the request that caused the event; null when the event has none
 */
public record ReceivedEvent<T>(
        UUID eventId, String key, T body, @Nullable String traceparent) {

    /**
     * The newest state of each object, in the order of the ids: one statement may not touch a row twice, and two
     * instances may process the same objects during a rebalance and must not deadlock.
     */
    public static <T> Collection<T> newest(
            List<ReceivedEvent<T>> events, Function<T, UUID> id, ToLongFunction<T> revision) {
        return events.stream()
                .map(ReceivedEvent::body)
                .collect(Collectors.toMap(
                        id,
                        Function.identity(),
                        (first, second) -> revision.applyAsLong(first) > revision.applyAsLong(second) ? first : second,
                        TreeMap::new))
                .values();
    }
}
