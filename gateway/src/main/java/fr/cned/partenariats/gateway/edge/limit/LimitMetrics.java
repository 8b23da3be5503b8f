package fr.cned.partenariats.gateway.edge.limit;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts refused requests by limit, and those of the rate limit by client. Addresses and persons are no labels. */
@Singleton
public class LimitMetrics {

    /** Bounds the number of time series. The refusals of all further clients are counted together. */
    static final int MAX_CLIENTS = 200;

    static final String OTHER_CLIENTS = "other";

    private final MeterRegistry registry;
    private final Map<Limit, Counter> refused = new EnumMap<>(Limit.class);
    private final Map<String, Counter> refusedByClient = new ConcurrentHashMap<>();
    private final Counter lockouts;

    LimitMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Limit limit : Limit.values()) {
            refused.put(
                    limit,
                    Counter.builder("gateway.refused")
                            .description("Requests that a limit refused")
                            .tag("limit", limit.label())
                            .register(registry));
        }
        refusedByClient.put(OTHER_CLIENTS, register(OTHER_CLIENTS));
        lockouts = Counter.builder("gateway.lockouts")
                .description("Addresses that were locked out after invalid tokens")
                .register(registry);
    }

    public void countRefusal(Limit limit) {
        requireNonNull(refused.get(limit)).increment();
    }

    /** @param client a registered client: its token was verified */
    void countRateRefusal(String client) {
        countRefusal(Limit.CLIENT_RATE);
        boolean isNew = !refusedByClient.containsKey(client);
        String label = isNew && refusedByClient.size() > MAX_CLIENTS ? OTHER_CLIENTS : client;
        refusedByClient.computeIfAbsent(label, this::register).increment();
    }

    private Counter register(String client) {
        return Counter.builder("gateway.rate.limit.refused")
                .description("Requests that the rate limit refused, by client")
                .tag("client", client)
                .register(registry);
    }

    void countLockout() {
        lockouts.increment();
    }
}
