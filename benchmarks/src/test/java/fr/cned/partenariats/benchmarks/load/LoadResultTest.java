package fr.cned.partenariats.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadResultTest {

    private static final double P99 = 40;

    @Test
    void fastRefusalsAreNoFastAnswers() {
        assertThat(answered(100, 0).p99Of(201)).isEqualTo(P99);
        assertThat(answered(99, 1).p99Of(201)).isEqualTo(P99);
        assertThat(answered(98, 2).p99Of(201)).isEqualTo(LoadResult.NEVER_MILLIS);
        assertThat(answered(0, 100).p99Of(201)).isEqualTo(LoadResult.NEVER_MILLIS);
    }

    private static LoadResult answered(long accepted, long refused) {
        return new LoadResult(1, Map.of(201, accepted, 503, refused), 10, 20, P99);
    }
}
