package fr.cned.partenariats.enrollment.schooling.alert;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.enrollment.schooling.week.IsoWeek;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The life of one alert: raised, reopened, resolved. */
class AttendanceAlertStateTest {

    private static final Instant MONDAY = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-24T12:00:00Z");
    private static final Instant WEDNESDAY = Instant.parse("2026-11-25T12:00:00Z");

    private final AttendanceAlert alert = AttendanceAlert.raise(declared("10"), IsoWeek.of("2026-W47"), MONDAY);

    @Test
    void isRaisedOpen() {
        assertThat(alert.state()).isEqualTo(AlertState.OPEN);
        assertThat(alert.view().hours()).isEqualByComparingTo("10");
        assertThat(alert.view().expectedHours()).isEqualByComparingTo("25");
        assertThat(alert.view().week()).hasToString("2026-W47");
        assertThat(alert.view().raisedAt()).isEqualTo(MONDAY);
    }

    @Test
    void staysAsItIsWithEqualFigures() {
        alert.update(declared("10.00"), TUESDAY);
        assertThat(alert.view().changedAt()).isEqualTo(MONDAY);
    }

    @Test
    void takesOtherFiguresWhileOpen() {
        alert.update(declared("12"), TUESDAY);
        assertThat(alert.view().hours()).isEqualByComparingTo("12");
        assertThat(alert.view().changedAt()).isEqualTo(TUESDAY);
    }

    @Test
    void isResolvedAndReopened() {
        alert.update(declared("30"), TUESDAY);
        assertThat(alert.state()).isEqualTo(AlertState.RESOLVED);
        assertThat(alert.view().hours()).isEqualByComparingTo("30");

        alert.update(declared("9"), WEDNESDAY);
        assertThat(alert.state()).isEqualTo(AlertState.OPEN);
        assertThat(alert.view().hours()).isEqualByComparingTo("9");
        assertThat(alert.view().raisedAt()).isEqualTo(MONDAY);
    }

    @Test
    void keepsTheFiguresOfItsResolution() {
        alert.update(declared("30"), TUESDAY);
        alert.update(declared("40"), WEDNESDAY);
        assertThat(alert.view().hours()).isEqualByComparingTo("30");
        assertThat(alert.view().changedAt()).isEqualTo(TUESDAY);
    }

    @Test
    void isResolvedWithoutAThreshold() {
        WeeklyAttendance noThreshold = WeeklyAttendanceTest.attendance("10", null, null, BigDecimal.ZERO, false);
        alert.update(noThreshold, TUESDAY);
        assertThat(alert.state()).isEqualTo(AlertState.RESOLVED);
        assertThat(alert.view().expectedHours()).isEqualByComparingTo("0");
    }

    /** A consumer must see that the hours arrived, also when they are too few. */
    @Test
    void takesAnotherCause() {
        AttendanceAlert missing = AttendanceAlert.raise(undeclared(), IsoWeek.of("2026-W47"), MONDAY);
        assertThat(missing.view().cause()).isEqualTo(AlertCause.NOT_DECLARED);

        missing.update(declared("10"), TUESDAY);
        assertThat(missing.state()).isEqualTo(AlertState.OPEN);
        assertThat(missing.view().cause()).isEqualTo(AlertCause.BELOW_THRESHOLD);
    }

    @Test
    void isResolvedByHoursAndKeepsItsCause() {
        AttendanceAlert missing = AttendanceAlert.raise(undeclared(), IsoWeek.of("2026-W47"), MONDAY);
        missing.update(declared("25"), TUESDAY);
        assertThat(missing.state()).isEqualTo(AlertState.RESOLVED);
        assertThat(missing.view().cause()).isEqualTo(AlertCause.NOT_DECLARED);
    }

    private static WeeklyAttendance undeclared() {
        return WeeklyAttendanceTest.attendance(false, "0", 25, null, 5, BigDecimal.ZERO, false, true);
    }

    private static WeeklyAttendance declared(String hours) {
        return WeeklyAttendanceTest.attendance(hours, 25, null, BigDecimal.ZERO, false);
    }
}
