package fr.cned.partenariats.enrollment.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import fr.cned.partenariats.commons.base.problem.Refusal;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which results of an exam are possible, without a database. */
class ResultRulesTest {

    private static final LocalDate STARTS = LocalDate.of(2026, 10, 19);
    private static final LocalDate TODAY = LocalDate.of(2027, 7, 5);

    @ParameterizedTest
    @CsvSource({
        "PASSED, TRES_BIEN, 12.5, 2027-06, 2027-07-05,",
        "PASSED, , , , ,",
        "FAILED, , 7, 2027-06, 2027-06-01,",
        "UNKNOWN, , , 2027-06, ,",
        "FAILED, BIEN, 7, 2027-06, 2027-07-05, /result/mention mention-without-pass",
        "UNKNOWN, BIEN, , , , /result/mention mention-without-pass",
        "UNKNOWN, , 0, , , /result/score result-not-known",
        "UNKNOWN, , , , 2027-07-05, /result/decidedOn result-not-known",
        "PASSED, , , 2027-06, 2027-05-31, /result/decidedOn result-before-session"
    })
    void refusesWhatContradictsItself(
            ResultState state,
            @Nullable Mention mention,
            @Nullable BigDecimal score,
            @Nullable String session,
            @Nullable LocalDate day,
            @Nullable String fault) {
        ExamResult result = new ExamResult(state, mention, score, session, "Rennes", day, null, 640);
        assertThat(faults(() -> ResultRules.refuseContradictions(result)))
                .isEqualTo(fault == null ? List.of() : List.of(fault));
    }

    @Test
    void namesEveryContradiction() {
        ExamResult result = new ExamResult(
                ResultState.UNKNOWN, Mention.BIEN, BigDecimal.ONE, "2027-06", null, LocalDate.of(2027, 5, 1), 60, 640);
        assertThat(faults(() -> ResultRules.refuseContradictions(result)))
                .containsExactly(
                        "/result/mention mention-without-pass",
                        "/result/score result-not-known",
                        "/result/decidedOn result-not-known",
                        "/result/ects result-not-known",
                        "/result/decidedOn result-before-session");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10, 2026-10-19,",
        "2027-07, 2027-07-05,",
        ", ,",
        "2026-09, , /result/examSession date-outside-offering",
        "2027-08, , /result/examSession date-outside-offering",
        ", 2026-10-18, /result/decidedOn date-outside-offering",
        ", 2027-07-06, /result/decidedOn date-outside-offering"
    })
    void examAndDecisionLieBetweenTheStartOfTheOfferingAndToday(
            @Nullable String session, @Nullable LocalDate day, @Nullable String fault) {
        ExamResult result = new ExamResult(ResultState.PASSED, null, null, session, null, day, null, null);
        assertThat(faults(() -> ResultRules.requirePossibleDates(result, STARTS, TODAY)))
                .isEqualTo(fault == null ? List.of() : List.of(fault));
    }

    @Test
    void equalScoresAreEqualWhateverTheirDecimals() {
        assertThat(scored("13.5")).isEqualTo(scored("13.50")).isNotEqualTo(scored("13.51"));
        assertThat(scored("20")).isEqualTo(scored("20.00"));
        assertThatCode(() -> scored("1e9999999")).doesNotThrowAnyException();
    }

    private static ExamResult scored(String score) {
        return new ExamResult(ResultState.PASSED, null, new BigDecimal(score), null, null, null, null, null);
    }

    private static List<String> faults(Runnable check) {
        Refusal refusal = catchThrowableOfType(Refusal.class, check::run);
        return refusal == null
                ? List.of()
                : refusal.violations().stream()
                        .map(violation -> violation.pointer() + " " + violation.code())
                        .toList();
    }
}
