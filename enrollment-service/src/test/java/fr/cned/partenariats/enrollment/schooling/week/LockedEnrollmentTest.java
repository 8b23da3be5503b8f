package fr.cned.partenariats.enrollment.schooling.week;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.base.problem.Violation;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockedEnrollmentTest {

    private static final LocalDate STARTS = LocalDate.of(2026, 9, 2); // Wednesday of week 36
    private static final LocalDate ENDS = LocalDate.of(2026, 12, 1); // Tuesday of week 49

    @ParameterizedTest
    @CsvSource({"2026-W35, week-outside-offering", "2026-W36,", "2026-W49,", "2026-W50, week-outside-offering"})
    void acceptsWeeksThatShareADayWithTheOffering(String week, String code) {
        assertThat(violation("ACTIVE", null, week)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"2026-W40,", "2026-W41, week-outside-offering"})
    void acceptsNoWeekAfterTheWithdrawal(String week, String code) {
        assertThat(violation("WITHDRAWN", LocalDate.of(2026, 10, 4), week)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "WAITLISTED, enrollment-state-unfit",
        "PENDING_FUNDING, enrollment-state-unfit",
        "CONFIRMED, enrollment-state-unfit",
        "ACTIVE,",
        "COMPLETED,",
        "WITHDRAWN,",
        "TRANSFERRED, enrollment-state-unfit",
        "CANCELLED, enrollment-state-unfit",
        "ANNULLED, enrollment-state-unfit"
    })
    void acceptsEnrollmentsThatHaveStarted(String state, String code) {
        assertThat(violation(state, null, "2026-W40")).isEqualTo(code);
    }

    /** A transfer ends the old enrollment, but its last weeks can still be declared and corrected. */
    @ParameterizedTest
    @CsvSource({"2026-W40,", "2026-W41, week-outside-offering"})
    void acceptsWeeksUntilTheTransferOfAnActiveEnrollment(String week, String code) {
        assertThat(violation("TRANSFERRED", LocalDate.of(2026, 10, 4), week)).isEqualTo(code);
    }

    @Test
    void acceptsNothingForAnErasedStudent() {
        UUID id = UUID.randomUUID();
        assertThat(new LockedEnrollment(id, id, id, "COMPLETED", null, STARTS, ENDS, true)
                        .violation(IsoWeek.of("2026-W40"), "/enrollmentId"))
                .hasValueSatisfying(violation -> assertThat(violation.code()).isEqualTo("student-erased"));
    }

    private static String violation(String state, LocalDate leftOn, String week) {
        UUID id = UUID.randomUUID();
        return new LockedEnrollment(id, id, id, state, leftOn, STARTS, ENDS, false)
                .violation(IsoWeek.of(week), "/enrollmentId")
                .map(Violation::code)
                .orElse(null);
    }
}
