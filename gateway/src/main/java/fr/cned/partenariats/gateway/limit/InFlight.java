package fr.cned.partenariats.gateway.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Counts by key what is in progress. The map holds only keys that have something in progress. */
public final class InFlight {

    private final ConcurrentMap<String, Integer> counts = new ConcurrentHashMap<>();
    private final int max;

    public InFlight(int max) {
        this.max = max;
    }

    /** False: the key has as many as it may; then {@link #leave} must not be called. */
    public boolean enter(String key) {
        if (counts.merge(key, 1, Integer::sum) <= max) {
            return true;
        }
        leave(key);
        return false;
    }

    public void leave(String key) {
        counts.computeIfPresent(key, (present, count) -> count == 1 ? null : count - 1);
    }

    public int count(String key) {
        return counts.getOrDefault(key, 0);
    }
}
