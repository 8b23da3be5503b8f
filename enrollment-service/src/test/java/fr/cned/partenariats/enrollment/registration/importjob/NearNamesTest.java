package fr.cned.partenariats.enrollment.registration.importjob;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearNamesTest {

    private static final NearNames NAMES =
            new NearNames(List.of("BTS-MCO", "BTS-NDRC", "BTS-GPME", "DAEU-A", "CNED-2026-00017", "CNED-2026-00071"));

    @Test
    void theNearestNameIsFirst() {
        assertThat(NAMES.to("BTS-MOC")).startsWith("BTS-MCO");
        assertThat(NAMES.to("btsmco")).startsWith("BTS-MCO");
        assertThat(NAMES.to("CNED 2026 0017")).startsWith("CNED-2026-00017, CNED-2026-00071");
    }

    @Test
    void aNameThatIsLikeNoneHasNone() {
        assertThat(NAMES.to("Atelier")).isEqualTo("-");
        assertThat(NAMES.to("")).isEqualTo("-");
        assertThat(NAMES.to("x".repeat(100_000))).isEqualTo("-");
    }

    @Test
    void atMostThreeAreShown() {
        assertThat(new NearNames(List.of("site 1", "site 2", "site 3", "site 4"))
                        .to("site")
                        .split(", "))
                .hasSize(3);
    }
}
