package fr.cned.partenariats.gateway.limit;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;

/** Counts refusals by limit. Neither addresses nor clients are labels. */
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

    public void refused(Limit limit) {
        requireNonNull(refused.get(limit)).increment();
    }

    void lockedOut() {
        lockouts.increment();
    }
}
