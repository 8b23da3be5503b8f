package fr.cned.partenariats.enrollment.schooling.week;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.enrollment.Period;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkingDaysTest {

    private static final int NONE = 0;

    @ParameterizedTest
    @CsvSource({
        // first day, last day, week, days
        "2026-09-02, 2027-06-30, 2026-W36, 3", // from Wednesday
        "2026-09-02, 2027-06-30, 2026-W37, 5",
        "2026-09-02, 2027-06-30, 2026-W35, 0", // before
        "2026-09-05, 2027-06-30, 2026-W36, 0", // from Saturday
        "2026-09-02, 2027-06-29, 2027-W26, 2", // until Tuesday
        "2026-09-02, 2027-06-29, 2027-W27, 0", // after
        "2026-09-02, 2026-09-03, 2026-W36, 2", // Wednesday and Thursday only
        "2026-09-02, 2026-08-30, 2026-W36, 0", // left before the first day
        "2026-01-01, 2027-12-31, 2026-W53, 5", // 28 December 2026 to 3 January 2027
        "2026-01-01, 2026-12-31, 2026-W53, 4",
        "2027-01-01, 2027-12-31, 2026-W53, 1"
    })
    void countsTheDaysFromMondayToFridayOfThePresence(LocalDate first, LocalDate last, String week, int days) {
        assertThat(WorkingDays.expected(IsoWeek.of(week), new Period(first, last), NONE))
                .hasSize(days);
    }

    @Test
    void leavesOutClosedDays() {
        Period presence = new Period(LocalDate.of(2026, 9, 2), LocalDate.of(2027, 6, 30));
        int closed = WorkingDays.mask(List.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));
        assertThat(WorkingDays.expected(IsoWeek.of("2026-W37"), presence, closed))
                .containsExactlyInAnyOrder(DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY);
        assertThat(WorkingDays.expected(IsoWeek.of("2026-W36"), presence, closed))
                .hasSize(2); // the Monday is before the first day
        assertThat(WorkingDays.expected(IsoWeek.of("2026-W37"), presence, 31)).isEmpty();
    }

    @Test
    void keepsDaysAsBits() {
        assertThat(WorkingDays.mask(List.of(DayOfWeek.values()))).isEqualTo(31);
        assertThat(WorkingDays.days(17)).containsExactly(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
        assertThat(WorkingDays.mask(List.of(DayOfWeek.SUNDAY))).isZero();
    }
}
