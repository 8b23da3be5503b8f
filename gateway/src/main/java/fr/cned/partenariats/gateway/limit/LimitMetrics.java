package fr.cned.partenariats.gateway.limit;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;

/** Counts refused requests by limit. Addresses and clients are not labels, to bound the number of time series. */
@Singleton
public class LimitMetrics {

    private final Map<Limit, Counter> refused = new EnumMap<>(Limit.class);
    private final Counter lockouts;

    LimitMetrics(MeterRegistry registry) {
        for (Limit limit : Limit.values()) {
            refused.put(limit, registry.counter("gateway.refused", "limit", limit.label()));
        }
        lockouts = registry.counter("gateway.lockouts");
    }

    public void countRefusal(Limit limit) {
        requireNonNull(refused.get(limit)).increment();
    }

    void countLockout() {
        lockouts.increment();
    }
}
