package fr.cned.partenariats.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodTest {

    private final Period october = new Period(LocalDate.of(2026, 10, 1), LocalDate.of(2026, 10, 31));

    @ParameterizedTest
    @CsvSource({
        "2026-09-01, 2026-09-30, false",
        "2026-09-01, 2026-10-01, true",
        "2026-10-10, 2026-10-10, true",
        "2026-09-01, 2026-11-30, true",
        "2026-10-31, 2026-12-31, true",
        "2026-11-01, 2026-12-31, false"
    })
    void overlapsIfTheyShareADay(LocalDate first, LocalDate last, boolean overlaps) {
        Period other = new Period(first, last);
        assertThat(october.overlaps(other)).isEqualTo(overlaps);
        assertThat(other.overlaps(october)).isEqualTo(overlaps);
    }

    @ParameterizedTest
    @CsvSource({"2026-09-30, false", "2026-10-01, true", "2026-10-31, true", "2026-11-01, false"})
    void containsItsFirstAndLastDay(LocalDate day, boolean contains) {
        assertThat(october.contains(day)).isEqualTo(contains);
    }
}
