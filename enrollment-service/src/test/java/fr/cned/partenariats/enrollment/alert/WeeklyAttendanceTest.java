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

    static WeeklyAttendance attendance(
            String hours,
            @Nullable Integer agreement,
            @Nullable Integer network,
            BigDecimal excused,
            boolean wholeWeek) {
        UUID id = new UUID(0, 1);
        return new WeeklyAttendance(
                id, id, id, List.of(id), new BigDecimal(hours), agreement, network, excused, wholeWeek);
    }
}
