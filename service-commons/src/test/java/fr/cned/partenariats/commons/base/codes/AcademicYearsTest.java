package fr.cned.partenariats.commons.base.codes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcademicYearsTest {

    @Test
    void anAcademicYearRunsFromSeptemberToAugust() {
        assertThat(AcademicYears.of(LocalDate.parse("2026-08-31"))).isEqualTo("2025-2026");
        assertThat(AcademicYears.of(LocalDate.parse("2026-09-01"))).isEqualTo("2026-2027");
        assertThat(AcademicYears.following("2026-2027")).isEqualTo("2027-2028");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, true",
                "2027-08-31, -, true",
                "2027-09-01, -, false",
                "-, 2026-09-01, true",
                "-, 2026-08-31, false",
                "2024-01-01, 2025-12-05, false",
                "2026-10-01, 2026-10-02, true"
            })
    void aPeriodTouchesAYearWhenItHasADayInIt(@Nullable LocalDate first, @Nullable LocalDate last, boolean touches) {
        assertThat(AcademicYears.touches("2026-2027", first, last)).isEqualTo(touches);
    }
}
