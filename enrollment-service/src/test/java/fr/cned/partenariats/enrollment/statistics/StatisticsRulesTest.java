package fr.cned.partenariats.enrollment.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StatisticsRulesTest {

    /** Noon in UTC, 13:00 in Paris. */
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private final Clock clock = Clock.fixed(NOW, ZoneId.of("Europe/Paris"));
    private final StatisticsFilter filter = new StatisticsFilter();

    @ParameterizedTest
    @CsvSource({
        ", 2026-11-25T12:00:00Z, 2026-11-25",
        "2026-11-25, 2026-11-25T12:00:00Z, 2026-11-25",
        "2026-12-24, 2026-11-25T12:00:00Z, 2026-12-24",
        "2026-11-24, 2026-11-24T23:00:00Z, 2026-11-24",
        "2026-07-14, 2026-07-14T22:00:00Z, 2026-07-14"
    })
    void countsAtTheEndOfADayInParisButNotInTheFuture(LocalDate asOf, Instant shown, LocalDate labelsOn) {
        StatisticsMoment moment = StatisticsMoment.of(asOf, clock);
        assertThat(moment.shown()).isEqualTo(shown);
        assertThat(moment.day()).isEqualTo(labelsOn);
        assertThat(moment.until()).isAfter(shown);
    }

    @Test
    void countsEnrollmentsThatHoldASeatByDefault() {
        assertThat(filter.states()).isEqualTo(EnrollmentState.holdingSeat()).isNotEmpty();
    }

    @Test
    void countsAllStatesGroupedByState() {
        filter.groupBy = StatisticsDimension.state;
        assertThat(filter.states()).isEmpty();
    }

    @Test
    void countsTheStatesOfTheFilter() {
        filter.state = List.of(EnrollmentState.CANCELLED);
        assertThat(filter.states()).containsExactly("CANCELLED");
        filter.groupBy = StatisticsDimension.state;
        assertThat(filter.states()).containsExactly("CANCELLED");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 3, 0.3333", "2, 3, 0.6667", "3, 3, 1", "0, 3, 0"})
    void roundsTheShareToFourDecimals(long students, long all, double share) {
        assertThat(StatisticsView.Group.share(students, all)).isEqualTo(share);
    }

    @ParameterizedTest
    @EnumSource(StatisticsDimension.class)
    void everyDimensionSelectsAKeyOfItsOwnTables(StatisticsDimension dimension) {
        assertThat(dimension.key()).matches(".*\\b[cnm]\\.\\w+.*");
        if (dimension.key().startsWith("n.") || dimension.key().startsWith("m.")) {
            assertThat(dimension.join()).contains("left join lateral").endsWith("on true");
        } else {
            assertThat(dimension.join()).isEmpty();
        }
    }
}
