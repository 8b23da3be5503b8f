package fr.cned.partenariats.partner.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GapTest {

    @Test
    void aGapNamesItsFirstAndLastDay() {
        assertThat(Gap.between(LocalDate.parse("2022-08-31"), LocalDate.parse("2022-09-02")))
                .isEqualTo(new Gap(LocalDate.parse("2022-09-01"), LocalDate.parse("2022-09-01"), 1));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"2022-08-31, 2022-09-01", "2022-08-31, 2022-08-01", "-, 2022-09-01", "2022-08-31, -"})
    void withoutADayBetweenThereIsNoGap(@Nullable LocalDate lastDay, @Nullable LocalDate start) {
        assertThat(Gap.between(lastDay, start)).isNull();
    }
}
