package fr.cned.partenariats.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PercentileTest {

    @Test
    void aPercentileIsOneOfTheValues() {
        List<Double> values =
                IntStream.rangeClosed(1, 200).mapToObj(Double::valueOf).toList();
        assertThat(Percentile.of(values, 99)).isEqualTo(198);
        assertThat(Percentile.of(values, 50)).isEqualTo(100);
        assertThat(Percentile.of(List.of(3.0, 1.0, 2.0), 99)).isEqualTo(3);
        assertThat(Percentile.of(List.of(7.0), 1)).isEqualTo(7);
    }

    @Test
    void nothingMeasuredHasNoPercentile() {
        assertThatThrownBy(() -> Percentile.of(List.of(), 99)).isInstanceOf(PlatformFailure.class);
    }
}
