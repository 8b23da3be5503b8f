package fr.cned.partenariats.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PartsMeterTest {

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    @Test
    void thePartWithTheMostProcessorTimeComesFirst() {
        var use = new PartsMeter.Use(Map.of("gateway", 0.5, "postgresql", 2.0), 10);
        assertThat(use.perRequest(1_000)).isEqualTo("postgresql 2000 µs, gateway 500 µs");
    }

    @Test
    void aBusyProcessorIsTheBottleneck() {
        var use = new PartsMeter.Use(Map.of("gateway", 3.0 * CORES, "postgresql", 6.5 * CORES), 10);
        assertThat(use.bottleneck()).startsWith("the processor (95 %").contains("most by postgresql");
    }

    @Test
    void anIdleProcessorIsNot() {
        var use = new PartsMeter.Use(Map.of("gateway", 0.5 * CORES), 10);
        assertThat(use.bottleneck()).startsWith("not the processor (5 %");
    }

    @Test
    void theUseWithoutLoadIsSubtractedInProportionToTheTime() {
        var rest = new PartsMeter.Use(Map.of("gateway", 1.0, "kafka", 2.0), 10);
        var load = new PartsMeter.Use(Map.of("gateway", 3.0, "kafka", 0.5, "generator", 4.0), 5);

        var beyond = load.and(load).beyond(rest);

        assertThat(beyond.seconds()).containsEntry("gateway", 5.0).containsEntry("kafka", 0.0);
        assertThat(beyond.microsOfPlatform(1_000)).isEqualTo(5_000);
    }
}
