package fr.cned.partenariats.enrollment.schooling.week;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.INVALID_PARAMETER;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.NO_SUCH_WEEK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.Refusal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoWeekTest {

    @ParameterizedTest
    @CsvSource({"2026-W10, 2026-03-02", "2026-W01, 2025-12-29", "2026-W53, 2026-12-28", "2020-W53, 2020-12-28"})
    void startsOnMonday(String text, LocalDate monday) {
        IsoWeek week = IsoWeek.of(text);
        assertThat(week.monday()).isEqualTo(monday);
        assertThat(week.sunday()).isEqualTo(monday.plusDays(6));
        assertThat(week).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-W1",
                "2026-10",
                "2026-w10",
                "26-W10",
                "+2026-W10",
                "0001-W01",
                "1999-W10",
                "2100-W10",
                "9999-W52",
                ""
            })
    void refusesATextThatIsNoWeek(String text) {
        assertRefused(text, INVALID_PARAMETER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-W53", "2026-W00", "2026-W54"})
    void refusesAWeekThatDoesNotExist(String text) {
        assertRefused(text, NO_SUCH_WEEK);
    }

    private static void assertRefused(String text, CommonProblem code) {
        assertThat(IsoWeek.parse(text)).isEmpty();
        assertThatThrownBy(() -> IsoWeek.mondayOf(text))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void filtersNothingWithoutAParameter() {
        assertThat(IsoWeek.mondayOf(null)).isNull();
    }

    @Test
    void hasBegunFromItsMonday() {
        IsoWeek week = IsoWeek.of("2026-W48");
        assertThat(week.hasBegunBy(LocalDate.of(2026, 11, 22))).isFalse();
        assertThat(week.hasBegunBy(LocalDate.of(2026, 11, 23))).isTrue();
    }

    @Test
    void isMadeOfAMondayOnly() {
        assertThatThrownBy(() -> new IsoWeek(LocalDate.of(2026, 11, 24))).isInstanceOf(IllegalArgumentException.class);
    }
}
