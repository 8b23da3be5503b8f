package fr.cned.partenariats.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RatioTest {

    @Test
    void theMedianOfAnOddNumberIsTheMiddleValue() {
        assertThat(Ratio.of(List.of(0.9, 0.1, 0.4))).isEqualTo(new Ratio(0.4, 0.1, 0.9));
    }

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheMiddleValues() {
        assertThat(Ratio.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Ratio(2.5, 1, 4));
    }

    @Test
    void theTextHasMedianAndRange() {
        assertThat(Ratio.of(List.of(0.5, 0.7, 0.6)).text()).isEqualTo("0.60 (0.50–0.70)");
    }
}
