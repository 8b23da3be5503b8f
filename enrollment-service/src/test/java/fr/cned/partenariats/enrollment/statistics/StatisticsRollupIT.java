package fr.cned.partenariats.enrollment.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.eligibility.FundingKind;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import fr.cned.partenariats.enrollment.enrollment.FundingLine;
import fr.cned.partenariats.enrollment.statistics.StatisticsQuery.CountRow;
import fr.cned.partenariats.enrollment.statistics.StatisticsQuery.Question;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The roll-ups count what the rows say, after any history of changes. */
@EnrollmentIT
class StatisticsRollupIT {

    private static final long SEED = 20_261_126;
    private static final int CHANGES = 120;
    private static final int QUESTIONS = 150;

    private static final String COPY = """
            insert into enrollment
            select (jsonb_populate_record(e, jsonb_build_object(
              'id', gen_random_uuid(), 'person_id', gen_random_uuid(), 'distinct_person', true, 'state', cast(? as text),
              'registered_at', e.registered_at - ? * interval '1 day', 'academic_year', cast(? as text)))).*
            from enrollment e where e.id = ?""";

    private static final String ANY = "(select id from enrollment where partner_id = ? order by random() limit 1)";

    @Inject
    StatisticsQuery statistics;

    @Inject
    StatisticsRollups rollups;

    @Inject
    Clock clock;

    private final Random random = new Random(SEED);

    @Test
    void theRollupsEqualTheRowsAfterARandomHistory() {
        World world = World.published();
        String first = world.enrolled();
        world.enroll(world.request(
                "\"fundings\":[{\"kind\":\"OPCO\",\"amount\":400},{\"kind\":\"INDIVIDUAL\",\"amount\":500}],"));
        for (int i = 0; i < CHANGES; i++) {
            change(world, UUID.fromString(first));
            if (i % 40 == 0) {
                rollups.foldChanges();
            }
        }
        for (int i = 0; i < QUESTIONS; i++) {
            assertSameCount(world);
        }
        rollups.foldChanges();
        assertThat(World.number("select different from statistics_verify(?, 1000000)", new UUID(0, 0)))
                .isZero();
    }

    /** As restoring a part of the database, or a fault of a trigger, would leave them. */
    @Test
    void aPersonThatDiffersIsCountedAgain() {
        World world = World.published();
        world.enrolled();
        rollups.foldChanges();
        World.execute(
                "update statistics_person set cells = cells || cells where person_id ="
                        + " (select person_id from enrollment where partner_id = ?)",
                world.partner);

        rollups.verify();
        rollups.foldChanges();
        rollups.verify();

        assertSameCount(world);
        assertThat(World.number("select count(*) from statistics_person where cardinality(cells) <> (select count(*)"
                        + " from enrollment e where e.person_id = statistics_person.person_id)"))
                .isZero();
    }

    @Test
    void rollupsThatDifferFromThePersonsAreBuiltAgain() {
        World world = World.published();
        world.enrolled();
        rollups.foldChanges();
        World.execute("update statistics_rollup set amount = amount + 1");

        rollups.verify();

        for (int i = 0; i < QUESTIONS / 5; i++) {
            assertSameCount(world);
        }
        assertThat(World.number("select count(*) from statistics_rollup where amount < 1"))
                .isZero();
    }

    private void change(World world, UUID first) {
        switch (random.nextInt(8)) {
            case 0, 1, 2 ->
                World.execute(COPY, one(EnrollmentState.values()).name(), random.nextInt(90), year(), first);
            case 3 ->
                World.execute(
                        "update enrollment e set state = ?, changed_at = changed_at where id = " + ANY
                                + " and not exists (select 1 from enrollment o where o.person_id = e.person_id"
                                + " and o.offering_id = e.offering_id and o.id <> e.id)", // merged before
                        one(EnrollmentState.values()).name(),
                        world.partner);
            case 4 ->
                World.execute( // a merge, or the undo of one
                        "update enrollment set state = 'COMPLETED', person_id ="
                                + " (select person_id from enrollment where id = " + ANY + ") where id = " + ANY,
                        world.partner,
                        world.partner);
            case 5 ->
                World.execute(
                        "update enrollment set site_id = case when site_id is null then cast(? as uuid) end where id = "
                                + ANY,
                        world.site,
                        world.partner);
            case 6 ->
                World.execute(
                        "update enrollment set fundings = (select fundings from enrollment where id = " + ANY + ")"
                                + " where id = " + ANY,
                        world.partner,
                        world.partner);
            default -> World.execute("delete from enrollment where id <> ? and id = " + ANY, first, world.partner);
        }
    }

    private String year() {
        int year = 2024 + random.nextInt(3);
        return year + "-" + (year + 1);
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }

    /** A moment with a day in the past makes the query read the rows; labels of networks are valid on any day. */
    private void assertSameCount(World world) {
        StatisticsFilter filter = new StatisticsFilter();
        filter.partnerId = world.partner;
        if (random.nextInt(3) == 0) {
            filter.state = List.of(one(EnrollmentState.values()), one(EnrollmentState.values()));
        }
        filter.hosted = random.nextInt(4) == 0 ? random.nextBoolean() : null;
        filter.academicYear = random.nextInt(4) == 0 ? year() : null;
        filter.funding = random.nextInt(4) == 0 ? one(FundingKind.values()) : null;
        filter.fundingState = random.nextInt(4) == 0 ? one(FundingLine.State.values()) : null;
        filter.siteId = random.nextInt(8) == 0 ? world.site : null;
        filter.agreementId = random.nextInt(8) == 0 ? world.agreement : null;
        filter.family = random.nextInt(8) == 0 ? "BTS" : null;
        StatisticsGrouping grouping = grouping();
        StatisticsMoment now = StatisticsMoment.of(null, clock);
        StatisticsMoment past = new StatisticsMoment(now.shown(), now.day().minusDays(1));
        assertThat(count(filter, grouping, now))
                .as("states %s by %s", filter.state, grouping)
                .isEqualTo(count(filter, grouping, past));
    }

    private StatisticsGrouping grouping() {
        String a = one(StatisticsDimension.values()).name();
        String b = one(StatisticsDimension.values()).name();
        return StatisticsGrouping.parse(random.nextInt(5) == 0 ? null : a.equals(b) ? a : a + "," + b);
    }

    private List<CountRow> count(StatisticsFilter filter, StatisticsGrouping grouping, StatisticsMoment moment) {
        return statistics.countWithMembers(
                new Question(filter, grouping, Optional.empty(), List.of(), moment, null, 100));
    }
}
