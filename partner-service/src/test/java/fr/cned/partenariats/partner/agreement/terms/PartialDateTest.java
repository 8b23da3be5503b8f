package fr.cned.partenariats.partner.agreement.terms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartialDateTest {

    /** The report's own dates: 24 November 2022, December 2022, end of 2021, 2022. */
    @ParameterizedTest
    @CsvSource({
        "2022-11-24, DAY, 2022-11-24, 2022-11-24",
        "2022-12-17, MONTH, 2022-12-01, 2022-12-31",
        "2021-12-01, QUARTER, 2021-10-01, 2021-12-31",
        "2022-06-30, YEAR, 2022-01-01, 2022-12-31",
        "2024-02-29, MONTH, 2024-02-01, 2024-02-29",
        "2024-12-31, QUARTER, 2024-10-01, 2024-12-31"
    })
    void aPartialDateIsAPeriod(LocalDate value, PartialDate.Precision precision, LocalDate first, LocalDate last) {
        PartialDate date = new PartialDate(value, precision);
        assertThat(date.first()).isEqualTo(first);
        assertThat(date.last()).isEqualTo(last);
    }
}
