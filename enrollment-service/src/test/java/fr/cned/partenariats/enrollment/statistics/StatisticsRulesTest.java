package fr.cned.partenariats.enrollment.statistics;

import static fr.cned.partenariats.commons.problem.CommonProblem.INVALID_PARAMETER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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
    void countsAtTheEndOfADayInParisButNotInTheFuture(LocalDate asOf, Instant shown, LocalDate labelsOn) {
        StatisticsMoment moment = StatisticsMoment.of(asOf, clock);
        assertThat(moment.shown()).isEqualTo(shown);
        assertThat(moment.day()).isEqualTo(labelsOn);
        assertThat(moment.isPresent(clock)).isEqualTo(asOf == null || labelsOn.equals(LocalDate.now(clock)));
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
        assertThat(StatisticsView.Group.share(students, all)).isEqualTo(share);
    }

    @ParameterizedTest
    @EnumSource(StatisticsDimension.class)
    void everyDimensionSelectsAKeyOfItsOwnTables(StatisticsDimension dimension) {
        StatisticsGrouping grouping = StatisticsGrouping.parse(dimension.name());
        assertThat(grouping.columns()).matches("(?s).*\\b[cnm]\\.\\w+.*").endsWith("as second_label");
        if (dimension.key().startsWith("n.")) {
            assertThat(grouping.joins()).containsOnlyOnce("left join").contains("on n.site_id = c.site_id");
        } else if (dimension.key().startsWith("m.")) {
            assertThat(grouping.joins()).containsOnlyOnce("left join lateral").contains(") m on true");
        } else {
            assertThat(grouping.joins()).isEmpty();
        }
    }

    /** Otherwise an approved OPCO line and a requested individual one would count as a requested OPCO line. */
    @Test
    void kindAndStateOfAFundingLineShareAJoin() {
        assertThat(StatisticsGrouping.parse("fundingState,funding").joins())
                .containsOnlyOnce("left join lateral")
                .contains("select distinct l.state, l.kind from");
        assertThat(StatisticsGrouping.parse("funding,network").joins())
                .contains("on n.site_id = c.site_id", ") m on true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ",", "moon", "family,", "family,family", "family,month,state", "family, month", "Family"})
    void refusesOtherGroupings(String groupBy) {
        assertThatThrownBy(() -> StatisticsGrouping.parse(groupBy))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(INVALID_PARAMETER));
    }

    @ParameterizedTest
    @CsvSource({
        ", 0",
        "state, 0",
        "network, 0",
        "'partner,hosted', 0",
        "family, 1",
        "training, 1",
        "month, 2",
        "agreement, 0",
        "'agreement,site', 0",
        "'agreement,family', 3",
        "'training,site', 4",
        "'month,state', 2",
        "'month,family', 6",
        "'month,site', 5",
        "'month,agreement', 5"
    })
    void aCountReadsTheSmallestCubeWithItsDimensions(String groupBy, int cube) {
        StatisticsFilter filter = new StatisticsFilter();
        if (groupBy != null && groupBy.contains("hosted")) {
            filter.hosted = true;
            groupBy = "partner";
        }
        assertThat(StatisticsRollupQuery.cube(filter, StatisticsGrouping.parse(groupBy)))
                .isEqualTo(cube);
    }

    @Test
    void aFilterNeedsItsDimensionInTheCube() {
        StatisticsFilter filter = new StatisticsFilter();
        filter.family = "BTS";
        assertThat(StatisticsRollupQuery.cube(filter, NO_GROUPS)).isEqualTo(1);
        filter.region = "Bretagne";
        assertThat(StatisticsRollupQuery.cube(filter, NO_GROUPS)).isEqualTo(4);
        filter.agreementId = List.of(UUID.randomUUID());
        assertThat(StatisticsRollupQuery.cube(filter, NO_GROUPS)).isEqualTo(7);
    }
}
