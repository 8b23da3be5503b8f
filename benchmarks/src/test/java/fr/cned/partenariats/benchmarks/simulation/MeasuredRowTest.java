package fr.cned.partenariats.benchmarks.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import org.junit.jupiter.api.Test;

class MeasuredRowTest {

    private static final String PAGE = """
            | simulation-hot-32 | what | simulated: 7 requests/s | measured: 8 requests/s | x |
            | hot-32 | what, 32 connections | through the gateway: 1 546 requests/s | pgbench: 375 requests/s | x |
            | hot-32 | what | through the gateway: 9.1 ms, p50 | – | x |
            """;

    @Test
    void theFigureIsOursInTheFirstRowOfTheBenchmark() {
        assertThat(MeasuredRow.requestsPerSecond(PAGE, "hot-32")).isEqualTo(1_546);
    }

    @Test
    void aRowThatIsMissingIsExplained() {
        assertThatThrownBy(() -> MeasuredRow.requestsPerSecond(PAGE, "registration-32"))
                .isInstanceOf(PlatformFailure.class)
                .hasMessageContaining("registration-32");
    }
}
