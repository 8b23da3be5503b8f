package fr.cned.partenariats.enrollment.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeeklyAttendanceTest {

    @ParameterizedTest
    @CsvSource({
        // agreement, network, excused, whole week, expected
        "25, , 0, false, 25",
        "25, 35, 0, false, 25",
        "10, 35, 0, false, 10",
        "0, 35, 0, false, 0",
        ", 30, 0, false, 30",
        ", , 0, false,",
        ", , 3, true,",
        "25, , 7, false, 18",
        "25, , 10.5, false, 14.5",
        "25, , 30, false, 0",
        "25, , 0, true, 0",
        ", 30, 2, false, 28"
    })
    void expectsTheThresholdLessExcusedHours(
            Integer agreement, Integer network, BigDecimal excused, boolean wholeWeek, BigDecimal expected) {
        @Nullable
        BigDecimal hours =
                attendance("0", agreement, network, excused, wholeWeek).expectedHours();
        if (expected == null) {
            assertThat(hours).isNull();
        } else {
            assertThat(hours).isEqualByComparingTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"24.99, true", "25, false", "25.00, false", "30, false", "0, true"})
    void isBelowTheThresholdOnlyWithFewerHours(String hours, boolean below) {
        assertThat(attendance(hours, 25, null, BigDecimal.ZERO, false).isBelowThreshold())
                .isEqualTo(below);
    }

    @Test
    void isNeverBelowWithoutAThreshold() {
        assertThat(attendance("0", null, null, BigDecimal.ZERO, false).isBelowThreshold())
                .isFalse();
    }

    /** A threshold is for five working days. Each missing one takes a fifth. */
    @ParameterizedTest
    @CsvSource({"5, 0, 25", "3, 0, 15", "1, 0, 5", "0, 0, 0", "3, 4.5, 10.5", "2, 12, 0"})
    void expectsAFifthOfTheThresholdForEachWorkingDay(int workingDays, BigDecimal excused, BigDecimal expected) {
        assertThat(attendance(true, "0", 25, null, workingDays, excused, false, true)
                        .expectedHours())
                .isEqualByComparingTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        // threshold, working days, whole week excused, awaited, overdue, alert
        "25, 5, false, true, true, true",
        "25, 5, false, true, false, false",
        "25, 5, false, false, true, false",
        "25, 5, true, true, true, false",
        "25, 0, false, true, true, false",
        "0, 5, false, true, true, false",
        ", 5, false, true, true, false"
    })
    void aWeekWithoutDeclarationRaisesAnAlertWhenHoursAreExpectedAndOverdue(
            Integer threshold, int workingDays, boolean excused, boolean awaited, boolean overdue, boolean alert) {
        WeeklyAttendance week = attendance(false, "0", threshold, null, workingDays, BigDecimal.ZERO, excused, awaited);
        assertThat(week.raisesAlert(overdue)).isEqualTo(alert);
        assertThat(week.cause()).isEqualTo(AlertCause.NOT_DECLARED);
    }

    @Test
    void declaredHoursBelowTheThresholdRaiseAnAlertAtOnce() {
        WeeklyAttendance week = attendance("24", 25, null, BigDecimal.ZERO, false);
        assertThat(week.raisesAlert(false)).isTrue();
        assertThat(week.cause()).isEqualTo(AlertCause.BELOW_THRESHOLD);
    }

    static WeeklyAttendance attendance(
            String hours,
            @Nullable Integer agreement,
            @Nullable Integer network,
            BigDecimal excused,
            boolean wholeWeek) {
        return attendance(true, hours, agreement, network, 5, excused, wholeWeek, true);
    }

    static WeeklyAttendance attendance(
            boolean declared,
            String hours,
            @Nullable Integer agreement,
            @Nullable Integer network,
            int workingDays,
            BigDecimal excused,
            boolean wholeWeek,
            boolean awaited) {
        UUID id = new UUID(0, 1);
        return new WeeklyAttendance(
                id,
                id,
                id,
                List.of(id),
                declared,
                new BigDecimal(hours),
                agreement,
                network,
                workingDays,
                excused,
                wholeWeek,
                awaited);
    }
}
