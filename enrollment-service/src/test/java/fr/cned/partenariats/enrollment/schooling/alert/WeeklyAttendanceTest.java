package fr.cned.partenariats.enrollment.schooling.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    @ParameterizedTest
    @CsvSource({
        // threshold, days, hours and excused hours of one enrollment, and of the other; expected, below
        "25, 5, 25, 0, 25, 5, 0, 0, 25, false",
        "25, 5, 15, 0, 25, 5, 12, 0, 25, false",
        "25, 5, 15, 0, 25, 5, 9.5, 0, 25, true",
        "20, 5, 10, 0, 25, 5, 10, 0, 25, true", // the highest threshold
        ", 5, 20, 0, 25, 5, 5, 0, 25, false", // hours count where none are expected
        "25, 3, 0, 0, 25, 5, 25, 0, 25, false", // a day of both is expected once
        "20, 2, 0, 0, 25, 1, 9, 0, 9, false", // 5 hours on Monday, 4 on Tuesday
        "25, 5, 0, 4, 25, 5, 18, 3, 18, false",
        ", 5, 3, 0, , 5, 4, 0, , false"
    })
    void addsTheEnrollmentsOfAPerson(
            Integer oneThreshold,
            int oneDays,
            String oneHours,
            BigDecimal oneExcused,
            Integer otherThreshold,
            int otherDays,
            String otherHours,
            BigDecimal otherExcused,
            BigDecimal expected,
            boolean below) {
        WeeklyAttendance week = new WeeklyAttendance(List.of(
                enrolled(true, oneHours, oneThreshold, null, oneDays, oneExcused, false, true),
                enrolled(true, otherHours, otherThreshold, null, otherDays, otherExcused, false, true)));
        if (expected == null) {
            assertThat(week.expectedHours()).isNull();
        } else {
            assertThat(week.expectedHours()).isEqualByComparingTo(expected);
        }
        assertThat(week.isBelowThreshold()).isEqualTo(below);
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
        return new WeeklyAttendance(
                List.of(enrolled(declared, hours, agreement, network, workingDays, excused, wholeWeek, awaited)));
    }

    private static EnrolledWeek enrolled(
            boolean declared,
            String hours,
            @Nullable Integer agreement,
            @Nullable Integer network,
            int workingDays,
            BigDecimal excused,
            boolean wholeWeek,
            boolean awaited) {
        UUID id = new UUID(0, 1);
        return new EnrolledWeek(
                id,
                id,
                id,
                id,
                List.of(id),
                declared,
                new BigDecimal(hours),
                agreement,
                network,
                Stream.of(DayOfWeek.values()).limit(workingDays).collect(Collectors.toSet()),
                excused,
                wholeWeek,
                awaited);
    }
}
