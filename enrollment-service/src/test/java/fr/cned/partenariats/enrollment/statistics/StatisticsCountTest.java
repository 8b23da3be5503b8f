package fr.cned.partenariats.enrollment.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import fr.cned.partenariats.enrollment.eligibility.FundingKind;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import fr.cned.partenariats.enrollment.enrollment.FundingLine;
import fr.cned.partenariats.enrollment.statistics.CellTable.Cell;
import fr.cned.partenariats.enrollment.statistics.StatisticsNames.Label;
import fr.cned.partenariats.enrollment.statistics.StatisticsNames.Place;
import fr.cned.partenariats.enrollment.statistics.StatisticsQuestion.GroupKeys;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StatisticsCountTest {

    private static final int MONDAY = 20_000;
    private static final int TUESDAY = 20_001;
    private static final UUID PARTNER = UUID.randomUUID();
    private static final UUID OTHER_PARTNER = UUID.randomUUID();
    private static final UUID SITE = UUID.randomUUID();

    private final CellTable cells = new CellTable();
    private final DailyCounts changes = new DailyCounts();
    private final StatisticsFilter filter = new StatisticsFilter();
    private Optional<UUID> own = Optional.empty();
    private List<UUID> members = List.of();
    private GroupKeys after;
    private int groups = 100;

    private int cell(UUID partner, Optional<UUID> site, String state, String... fundings) {
        cells.add(new Cell(
                cells.size() + 1,
                partner,
                Optional.empty(),
                Optional.empty(),
                site,
                "2026-2027",
                state,
                List.of(fundings),
                LocalDate.of(2026, 9, 1)));
        return cells.size() - 1;
    }

    private void enroll(int day, int cell, int amount) {
        changes.change(day, new int[] {cell}, amount);
    }

    private List<CountRow> count(String groupBy, int day) {
        StatisticsQuestion question = new StatisticsQuestion(
                filter,
                StatisticsGrouping.parse(groupBy),
                own,
                members,
                new StatisticsMoment(Instant.EPOCH, LocalDate.ofEpochDay(day)),
                after,
                groups);
        StatisticsNames names = new StatisticsNames(
                Map.of(),
                Map.of(),
                Map.of(PARTNER, new Place("Université", "29", "Bretagne")),
                Map.of(SITE, new Place("Campus", "35", "Bretagne")),
                Map.of(SITE, List.of(new Label("CAMPUS", null, null), new Label("ACADEMY", null, null))));
        return new StatisticsCount(cells, changes, question, names).rows(day);
    }

    private static CountRow row(long enrollments, long students, String key) {
        return new CountRow(enrollments, students, key, null, null, null);
    }

    @Test
    void aPersonWithThreeEnrollmentsIsOneStudent() {
        int active = cell(PARTNER, Optional.empty(), "ACTIVE");
        int confirmed = cell(PARTNER, Optional.empty(), "CONFIRMED");
        enroll(MONDAY, active, 2);
        enroll(MONDAY, confirmed, 1);
        changes.change(MONDAY, new int[] {active, active, confirmed}, 1);

        assertThat(count("state", DailyAmounts.NOW))
                .containsExactly(row(3, 1, null), row(2, 1, "ACTIVE"), row(1, 1, "CONFIRMED"));
    }

    @Test
    void aPastDayHasTheChangesUntilItsEnd() {
        int active = cell(PARTNER, Optional.empty(), "ACTIVE");
        int completed = cell(PARTNER, Optional.empty(), "COMPLETED");
        enroll(MONDAY, active, 2);
        changes.change(MONDAY, new int[] {active, active}, 1);
        enroll(TUESDAY, active, -1);
        enroll(TUESDAY, completed, 1);
        changes.change(TUESDAY, new int[] {active, active}, -1);
        changes.change(TUESDAY, new int[] {active, completed}, 1);

        assertThat(count("state", MONDAY - 1)).containsExactly(row(0, 0, null));
        assertThat(count("state", MONDAY)).containsExactly(row(2, 1, null), row(2, 1, "ACTIVE"));
        assertThat(count("state", TUESDAY))
                .containsExactly(row(2, 1, null), row(1, 1, "ACTIVE"), row(1, 1, "COMPLETED"))
                .isEqualTo(count("state", DailyAmounts.NOW));
    }

    @Test
    void aSiteOfTwoNetworksCountsInBothAndOnceInTotal() {
        enroll(MONDAY, cell(PARTNER, Optional.of(SITE), "ACTIVE"), 1);
        enroll(MONDAY, cell(PARTNER, Optional.empty(), "ACTIVE"), 1);

        assertThat(count("network", DailyAmounts.NOW))
                .containsExactly(row(2, 2, null), row(1, 1, "ACADEMY"), row(1, 1, "CAMPUS"), row(1, 1, null));
    }

    @Test
    void aPlaceIsThatOfTheSiteOrElseThatOfThePartner() {
        enroll(MONDAY, cell(PARTNER, Optional.of(SITE), "ACTIVE"), 1);
        enroll(MONDAY, cell(PARTNER, Optional.of(UUID.randomUUID()), "ACTIVE"), 1);
        filter.region = "Bretagne";

        assertThat(count("department", DailyAmounts.NOW))
                .containsExactly(row(2, 2, null), row(1, 1, "29"), row(1, 1, "35"));
    }

    @Test
    void kindAndStateOfAFundingHoldForTheSameLine() {
        enroll(MONDAY, cell(PARTNER, Optional.empty(), "ACTIVE", "OPCO:APPROVED", "REGION:REQUESTED"), 1);
        filter.funding = FundingKind.OPCO;
        assertThat(count("fundingState", DailyAmounts.NOW)).containsExactly(row(1, 1, null), row(1, 1, "APPROVED"));

        filter.fundingState = FundingLine.State.REQUESTED;
        assertThat(count("fundingState", DailyAmounts.NOW)).containsExactly(row(0, 0, null));
    }

    @Test
    void kindAndStateOfALineArePaired() {
        enroll(MONDAY, cell(PARTNER, Optional.empty(), "ACTIVE", "OPCO:APPROVED", "REGION:REQUESTED"), 1);

        assertThat(count("funding,fundingState", DailyAmounts.NOW))
                .extracting(CountRow::key, CountRow::secondKey)
                .containsExactly(tuple(null, null), tuple("OPCO", "APPROVED"), tuple("REGION", "REQUESTED"));
        assertThat(count("fundingState,funding", DailyAmounts.NOW))
                .extracting(CountRow::key, CountRow::secondKey)
                .containsExactly(tuple(null, null), tuple("APPROVED", "OPCO"), tuple("REQUESTED", "REGION"));
    }

    @Test
    void aFederationSeesItsMembersButNotTheirSites() {
        enroll(MONDAY, cell(PARTNER, Optional.of(SITE), "ACTIVE"), 1);
        enroll(MONDAY, cell(OTHER_PARTNER, Optional.of(SITE), "ACTIVE"), 1);
        enroll(MONDAY, cell(UUID.randomUUID(), Optional.of(SITE), "ACTIVE"), 1);
        own = Optional.of(PARTNER);
        members = List.of(OTHER_PARTNER);

        assertThat(count("site", DailyAmounts.NOW))
                .containsExactly(
                        row(2, 2, null), new CountRow(1, 1, SITE.toString(), "Campus", null, null), row(1, 1, null));
    }

    @Test
    void aStateThatTheFilterNamesTwiceCountsOnce() {
        enroll(MONDAY, cell(PARTNER, Optional.empty(), "CANCELLED"), 1);
        filter.state = List.of(EnrollmentState.CANCELLED, EnrollmentState.CANCELLED);

        assertThat(count("state", DailyAmounts.NOW)).containsExactly(row(1, 1, null), row(1, 1, "CANCELLED"));
    }

    @Test
    void aPageBeginsAfterTheKeysOfTheLastOne() {
        for (String state : List.of("WITHDRAWN", "ACTIVE", "CONFIRMED")) {
            enroll(MONDAY, cell(PARTNER, Optional.empty(), state), 1);
        }
        groups = 1;
        after = new GroupKeys("ACTIVE", null);

        assertThat(count("state", DailyAmounts.NOW)).containsExactly(row(3, 3, null), row(1, 1, "CONFIRMED"));
    }
}
