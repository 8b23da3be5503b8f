package fr.cned.partenariats.gateway.edge.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A semaphore per key. The map holds only keys with at least one acquired permit. */
public final class KeyedSemaphore {

    private final ConcurrentMap<String, Integer> counts = new ConcurrentHashMap<>();
    private final int max;

    public KeyedSemaphore(int max) {
        this.max = max;
    }

    /** Returns false if the key has no permit left. Only after true must the caller call {@link #release}. */
    public boolean tryAcquire(String key) {
        if (counts.merge(key, 1, Integer::sum) <= max) {
            return true;
        }
        release(key);
        return false;
    }

    public void release(String key) {
        counts.computeIfPresent(key, (present, count) -> count == 1 ? null : count - 1);
    }

    public int acquired(String key) {
        return counts.getOrDefault(key, 0);
    }
}
