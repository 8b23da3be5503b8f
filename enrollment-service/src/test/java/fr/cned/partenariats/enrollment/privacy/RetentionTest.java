package fr.cned.partenariats.enrollment.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionTest {

    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    @ParameterizedTest
    @CsvSource({
        "P5Y, 2021-06-30T10:00:00Z, 2026-06-30",
        "P5Y, 2021-06-30T22:00:00Z, 2026-07-01", // midnight in Paris
        "P1Y, 2024-02-29T10:00:00Z, 2025-03-01", // the day before it is less than a year later
        "P18M, 2025-08-31T10:00:00Z, 2027-03-01",
        "P30D, 2026-11-01T10:00:00Z, 2026-12-01"
    })
    void anErasureIsDueAfterThePeriodAndOnNoEarlierDay(Period period, Instant lastActiveAt, LocalDate due) {
        Retention retention = new Retention(period, PARIS);

        assertThat(retention.dueOn(lastActiveAt)).isEqualTo(due);
        assertThat(lastActiveAt).isBefore(retention.inactiveSince(due));
        assertThat(lastActiveAt).isAfterOrEqualTo(retention.inactiveSince(due.minusDays(1)));
    }

    @ParameterizedTest
    @CsvSource({"P0D", "P-1Y"})
    void aPeriodIsPositive(Period period) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Retention(period, PARIS))
                .withMessageContaining("enrollment.retention.period");
    }

    /** A student is due on each day after the first one. */
    @Test
    void aLaterDayHasNoEarlierLimit() {
        Retention retention = new Retention(Period.ofMonths(6), PARIS);

        LocalDate.of(2024, 1, 1)
                .datesUntil(LocalDate.of(2029, 1, 1))
                .forEach(day -> assertThat(retention.inactiveSince(day.plusDays(1)))
                        .as("%s", day)
                        .isAfterOrEqualTo(retention.inactiveSince(day)));
    }
}
