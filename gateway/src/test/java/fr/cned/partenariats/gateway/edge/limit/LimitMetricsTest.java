package fr.cned.partenariats.gateway.edge.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class LimitMetricsTest {

    private static final String BY_CLIENT = "gateway.rate.limit.refused";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final LimitMetrics metrics = new LimitMetrics(registry);

    @Test
    void refusalsOfTheRateLimitAreCountedByClient() {
        metrics.countRateRefusal("a");
        metrics.countRateRefusal("a");
        metrics.countRateRefusal("b");

        assertThat(registry.counter(BY_CLIENT, "client", "a").count()).isEqualTo(2);
        assertThat(registry.counter("gateway.refused", "limit", "client-rate").count())
                .isEqualTo(3);
    }

    @Test
    void furtherClientsAreCountedTogether() {
        for (int i = 0; i < LimitMetrics.MAX_CLIENTS + 5; i++) {
            metrics.countRateRefusal("client-" + i);
        }
        metrics.countRateRefusal("client-0");

        assertThat(registry.find(BY_CLIENT).counters()).hasSize(LimitMetrics.MAX_CLIENTS + 1);
        assertThat(registry.counter(BY_CLIENT, "client", LimitMetrics.OTHER_CLIENTS)
                        .count())
                .isEqualTo(5);
        assertThat(registry.counter(BY_CLIENT, "client", "client-0").count()).isEqualTo(2);
    }
}
