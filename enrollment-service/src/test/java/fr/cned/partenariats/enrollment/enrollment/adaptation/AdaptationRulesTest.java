package fr.cned.partenariats.enrollment.enrollment.adaptation;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.ADAPTATION_OVERLAP;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.DATE_OUTSIDE_PERIOD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.enrollment.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdaptationRulesTest {

    private static final LocalDate STARTS = LocalDate.of(2026, 9, 1);
    private static final LocalDate ENDS = LocalDate.of(2027, 6, 30);
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    @Test
    void approvesAnAdaptationOfTheAgreementWithinTheOffering() {
        assertThat(violations("ACTIVE", true, "EXAM_ELSEWHERE", STARTS, ENDS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "WAITLISTED, false",
        "PENDING_FUNDING, true",
        "CONFIRMED, true",
        "ACTIVE, true",
        "COMPLETED, false",
        "WITHDRAWN, false",
        "CANCELLED, false",
        "ANNULLED, false"
    })
    void dependsOnTheStateOfTheEnrollment(String state, boolean allowed) {
        assertThat(violations(state, true, "EXAM_ELSEWHERE", STARTS, ENDS).isEmpty())
                .isEqualTo(allowed);
    }

    @Test
    void namesEveryBrokenRule() {
        assertThat(violations("CANCELLED", false, "LESS_WORK", STARTS.minusDays(1), ENDS.plusDays(1)))
                .containsExactly(
                        " enrollment-state-unfit",
                        " student-not-an-athlete",
                        "/code adaptation-not-in-agreement",
                        "/startsOn date-outside-period",
                        "/endsOn date-outside-period");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-31, 2026-12-31, true",
        "2026-11-01, 2026-12-31, false",
        "2026-09-01, 2026-09-30, false",
        "2026-09-01, 2026-10-01, true"
    })
    void refusesAnOverlapWithTheSameCode(LocalDate first, LocalDate last, boolean refused) {
        Adaptation october = adaptation("2026-10-01", "2026-10-31");
        var check = assertThatCode(() -> AdaptationService.refuseOverlap(List.of(october), new Period(first, last)));
        if (refused) {
            check.isInstanceOfSatisfying(
                    Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ADAPTATION_OVERLAP));
        } else {
            check.doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @CsvSource({"2026-09-30, false", "2026-10-01, true", "2026-10-31, true", "2026-11-01, false"})
    void endsWithinItsPeriod(LocalDate lastDay, boolean allowed) {
        Adaptation october = adaptation("2026-10-01", "2026-10-31");
        var ending = assertThatCode(() -> october.end(lastDay, "season over", "officer", NOW));
        if (allowed) {
            ending.doesNotThrowAnyException();
            assertThat(october.period().lastDay()).isEqualTo(lastDay);
        } else {
            ending.isInstanceOfSatisfying(
                    Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(DATE_OUTSIDE_PERIOD));
        }
    }

    private static List<String> violations(
            String state, boolean athlete, String code, LocalDate startsOn, LocalDate endsOn) {
        return new AdaptationFacts(
                        state,
                        athlete,
                        "C-1",
                        Set.of("EXTENDED_DEADLINES", "EXAM_ELSEWHERE"),
                        Set.of("EXAM_ELSEWHERE"),
                        STARTS,
                        ENDS)
                .violations(code, startsOn, endsOn, false).stream()
                        .map(violation -> violation.pointer() + ' ' + violation.code())
                        .toList();
    }

    private static Adaptation adaptation(String startsOn, String endsOn) {
        return Adaptation.approve(
                UUID.randomUUID(),
                "EXAM_ELSEWHERE",
                LocalDate.parse(startsOn),
                LocalDate.parse(endsOn),
                "officer",
                NOW);
    }
}
