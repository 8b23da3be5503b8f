package fr.cned.partenariats.commons.outbox;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Rows that are not sent for now: those that Kafka refuses and all later ones of the same key. A compacted topic would
 * keep the older state if a refused row followed later.
 */
final class HeldBack {

    private final Set<String> topics = new HashSet<>();
    private final Map<String, Long> firstOfKey = new HashMap<>();

    void add(String topic) {
        topics.add(topic);
    }

    void add(OutboxRow row) {
        firstOfKey.merge(key(row), row.id(), Math::min);
    }

    boolean isEmpty() {
        return topics.isEmpty() && firstOfKey.isEmpty();
    }

    boolean contains(String topic) {
        return topics.contains(topic);
    }

    boolean contains(OutboxRow row) {
        return !isEmpty()
                && (topics.contains(row.message().topic())
                        || firstOfKey.getOrDefault(key(row), Long.MAX_VALUE) <= row.id());
    }

    private static String key(OutboxRow row) {
        return row.message().topic() + ' ' + row.message().key();
    }
}
