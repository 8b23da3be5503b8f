package fr.cned.partenariats.enrollment.statistics;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.INVALID_PARAMETER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticsRulesTest {

    /** Noon in UTC, 13:00 in Paris. */
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private final Clock clock = Clock.fixed(NOW, ZoneId.of("Europe/Paris"));
    private static final StatisticsGrouping NO_GROUPS = StatisticsGrouping.parse(null);

    private final StatisticsFilter filter = new StatisticsFilter();

    @ParameterizedTest
    @CsvSource({
        ", 2026-11-25T12:00:00Z, 2026-11-25",
        "2026-11-25, 2026-11-25T12:00:00Z, 2026-11-25",
        "2026-11-24, 2026-11-24T23:00:00Z, 2026-11-24",
        "2026-07-14, 2026-07-14T22:00:00Z, 2026-07-14"
    })
    void countsAtTheEndOfADayInParisButNotAfterTheLastChange(LocalDate asOf, Instant shown, LocalDate day) {
        StatisticsMoment moment = StatisticsMoment.of(asOf, clock);
        assertThat(moment.shown(NOW)).isEqualTo(shown);
        assertThat(moment.day()).isEqualTo(day);
    }

    @Test
    void countsEnrollmentsThatHoldASeatByDefault() {
        assertThat(filter.states(NO_GROUPS))
                .isEqualTo(EnrollmentState.holdingSeat())
                .isNotEmpty();
    }

    @Test
    void countsAllStatesGroupedByState() {
        assertThat(filter.states(StatisticsGrouping.parse("state"))).isEmpty();
        assertThat(filter.states(StatisticsGrouping.parse("month,state"))).isEmpty();
    }

    @Test
    void countsTheStatesOfTheFilter() {
        filter.state = List.of(EnrollmentState.CANCELLED);
        assertThat(filter.states(NO_GROUPS)).containsExactly("CANCELLED");
        assertThat(filter.states(StatisticsGrouping.parse("state"))).containsExactly("CANCELLED");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 3, 0.3333", "2, 3, 0.6667", "3, 3, 1", "0, 3, 0"})
    void roundsTheShareToFourDecimals(long students, long all, double share) {
        assertThat(StatisticsView.share(students, all)).isEqualTo(share);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 5,", "1, 2, 0, 0.3333", "0, 3, 1, 0", "4, 0, 0, 1"})
    void theSuccessRateLeavesOutUnknownResults(long passed, long failed, long unknown, @Nullable Double rate) {
        CountRow row = new CountRow(9, 9, passed, failed, unknown, null, null, null, null, null);
        assertThat(StatisticsView.Results.of(row).successRate()).isEqualTo(rate);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ",", "moon", "family,", "family,family", "family,month,state", "family, month", "Family"})
    void refusesOtherGroupings(String groupBy) {
        assertThatThrownBy(() -> StatisticsGrouping.parse(groupBy))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(INVALID_PARAMETER));
    }
}
