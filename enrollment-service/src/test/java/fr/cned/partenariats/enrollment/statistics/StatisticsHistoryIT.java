package fr.cned.partenariats.enrollment.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.commons.database.ReadLimit;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.EnrollmentProblem;
import fr.cned.partenariats.enrollment.OpenTransaction;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.eligibility.FundingKind;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import fr.cned.partenariats.enrollment.enrollment.FundingLine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The counts in memory are what the rows say, today and on each past day, after any history of changes. */
@EnrollmentIT
class StatisticsHistoryIT {

    private static final long SEED = Long.getLong("statistics.seed", 20_261_126);
    private static final int CHANGES = 160;
    private static final int QUESTIONS = 200;
    private static final int DAYS = 90;

    private static final String COPY = """
            insert into enrollment
            select (jsonb_populate_record(e, jsonb_build_object(
              'id', cast(? as uuid), 'person_id', cast(? as uuid), 'distinct_person', true,
              'academic_year', cast(? as text)))).*
            from enrollment e where e.id = ?""";

    /** A person has one live enrollment on an offering. */
    private static final String HISTORY = """
            update enrollment e
            set registered_at = cast(? as timestamptz), changed_at = cast(? as timestamptz), state = ?,
                history = cast(? as jsonb), fundings = cast(? as jsonb)
            where id = ? and not exists (select 1 from enrollment o
                                         where o.person_id = e.person_id and o.offering_id = e.offering_id and o.id <> e.id)""";

    @Inject
    StatisticsQuery statistics;

    @Inject
    StatisticsFold fold;

    @Inject
    StatisticsMemory memory;

    @Inject
    ReadLimit reads;

    @Inject
    EntityManager em;

    @Inject
    Clock clock;

    private final Random random = new Random(SEED);

    /** In the order of their creation, so that the seed decides which one changes. */
    private final List<UUID> enrollments = new ArrayList<>();

    @Test
    @AllTenants
    void statisticsThatDoNotFitIntoTheHeapAreUnavailableUntilTheyFit() {
        changed(1);
        AtomicLong mostBytes = new AtomicLong();
        AtomicReference<Instant> now = new AtomicReference<>(clock.instant());
        InstantSource source = now::get;
        MeterRegistry metrics = new SimpleMeterRegistry();
        StatisticsMemory small = new StatisticsMemory(em, source.withZone(clock.getZone()), metrics, 0) {
            @Override
            long mostBytes() {
                return mostBytes.get();
            }
        };
        for (int i = 0; i < 2; i++) {
            assertUnavailable(small);
            assertThat(metrics.get("statistics.memory.full").gauge().value()).isOne();
        }

        mostBytes.set(Long.MAX_VALUE);
        assertUnavailable(small);
        now.set(now.get().plusSeconds(600));
        small.refresh(reads.deadline());

        assertThat(metrics.get("statistics.memory.full").gauge().value()).isZero();
        assertThat(small.count(everything(), statistics.names(everything())))
                .hasValueSatisfying(
                        rows -> assertThat(rows.get(0).enrollments()).isPositive());
    }

    private void assertUnavailable(StatisticsMemory memory) {
        assertThatThrownBy(() -> memory.refresh(reads.deadline()))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(EnrollmentProblem.STATISTICS_UNAVAILABLE));
    }

    private StatisticsQuestion everything() {
        return new StatisticsQuestion(
                new StatisticsFilter(),
                StatisticsGrouping.parse(null),
                Optional.empty(),
                List.of(),
                StatisticsMoment.of(null, clock),
                null,
                100);
    }

    /** Another request forgets all between the refresh and the count of this one. */
    @Test
    void aPartOfTheChangesIsNotCounted() throws Exception {
        changed(10);
        StatisticsNames names = statistics.names(everything());
        memory.refresh(reads.deadline());
        List<CountRow> all = memory.count(everything(), names).orElseThrow();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (OpenTransaction open = new OpenTransaction()) {
            World.execute("select nextval('statistics_repairs')");
            open.execute("lock table statistics_cell");
            Future<?> reading = executor.submit(() -> memory.refresh());
            open.awaitWaiting();

            assertThat(memory.count(everything(), names)).isEmpty();

            open.commit();
            reading.get();
        } finally {
            executor.shutdown();
        }
        memory.refresh(reads.deadline());
        assertThat(memory.count(everything(), names)).contains(all);
    }

    @Test
    void theCountsEqualTheRowsAfterARandomHistory() {
        World world = World.published();
        enrollments.add(UUID.fromString(world.enrolled()));
        for (int i = 0; i < CHANGES; i++) {
            change(world);
            if (i % 40 == 0) {
                fold.foldChanges();
            }
        }
        for (int i = 0; i < QUESTIONS; i++) {
            assertSameCount(world);
        }
        assertThat(World.number("select different from statistics_verify(?, 1000000)", new UUID(0, 0)))
                .as("persons that differ with seed %d", SEED)
                .isZero();
        assertThat(World.number("select cast(statistics_differ() as integer)"))
                .as("changes that differ with seed %d", SEED)
                .isZero();
    }

    /** As restoring a part of the database, or a fault of a trigger, would leave them. */
    @Test
    void aPersonThatDiffersIsCountedAgain() {
        World world = World.published();
        world.enrolled();
        fold.foldChanges();
        World.execute(
                "update statistics_person set spans = spans || spans where person_id ="
                        + " (select person_id from enrollment where partner_id = ?)",
                world.partner);

        fold.verify();
        fold.foldChanges();
        fold.verify();

        assertSameCount(world);
        assertThat(World.number("select count(*) from statistics_person p where (select count(*) from unnest(p.spans) s"
                        + " where s.until = 'infinity') <> (select count(*) from enrollment e"
                        + " where e.person_id = p.person_id)"))
                .isZero();
    }

    @Test
    void changesThatDifferFromThePersonsAreCorrected() {
        assertCorrectedAfter("update statistics_delta set day = day - 1");
    }

    @Test
    void lostChangesAreAddedAgain() {
        assertCorrectedAfter("delete from statistics_delta where id = (select max(id) from statistics_delta)");
    }

    /** An instance that knows rows of a database that was restored to an earlier moment reads all of them again. */
    @Test
    void aRestoredDatabaseIsReadAgain() {
        World world = changed(30);
        assertSameCounts(world);
        World.execute("with last as (delete from statistics_delta where id = (select max(id) from statistics_delta)"
                + " returning day, amount, cells)"
                + " insert into statistics_delta (day, amount, cells) select day, amount, cells from last");

        memory.refresh(reads.deadline());

        assertSameCounts(world);
    }

    @Test
    void aCountDoesNotWaitForARepair() throws SQLException {
        World world = changed(30);
        try (OpenTransaction repairing = new OpenTransaction()) {
            repairing.execute("select pg_advisory_xact_lock(7461236)");
            change(world);
            assertSameCounts(world);
        }
    }

    /** The corrections are of an earlier snapshot than the fold. */
    @Test
    void aFoldBetweenTheCorrectionsAndTheirUpdateIsKept() throws Exception {
        World world = changed(30);
        World.execute("update statistics_delta set amount = amount + 1");
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (OpenTransaction folding = new OpenTransaction();
                OpenTransaction repairing = new OpenTransaction()) {
            folding.execute("select pg_advisory_xact_lock(7461235)");
            Future<?> repair = executor.submit(() -> repairing.execute("select statistics_repair()"));
            folding.awaitWaiting();
            for (int i = 0; i < 10; i++) {
                change(world);
            }
            folding.execute("select statistics_fold(1000)");
            folding.commit();
            repair.get();
            repairing.commit();
        } finally {
            executor.shutdown();
        }
        assertThat(World.number("select cast(statistics_differ() as integer)")).isZero();
        assertSameCounts(world);
    }

    private World changed(int changes) {
        World world = World.published();
        enrollments.add(UUID.fromString(world.enrolled()));
        for (int i = 0; i < changes; i++) {
            change(world);
        }
        fold.foldChanges();
        return world;
    }

    private void assertSameCounts(World world) {
        for (int i = 0; i < QUESTIONS / 10; i++) {
            assertSameCount(world);
        }
    }

    private void assertCorrectedAfter(String fault) {
        World world = changed(30);
        World.execute(fault);
        assertThat(World.number("select cast(statistics_differ() as integer)")).isOne();

        fold.verify();

        assertThat(World.number("select cast(statistics_differ() as integer)")).isZero();
        assertSameCounts(world);
    }

    private void change(World world) {
        UUID one = any();
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> {
                UUID id = UUID.randomUUID();
                World.execute(COPY, id, UUID.randomUUID(), year(), enrollments.get(0));
                enrollments.add(id);
                giveHistory(id);
            }
            case 3 -> giveHistory(one);
            case 4 ->
                World.execute( // a merge, or the undo of one
                        "update enrollment set state = 'COMPLETED', changed_at = cast(? as timestamptz), person_id ="
                                + " (select person_id from enrollment where id = ?) where id = ?",
                        clock.instant().toString(),
                        any(),
                        one);
            case 5 ->
                World.execute(
                        "update enrollment set site_id = case when site_id is null then cast(? as uuid) end where id = ?",
                        world.site,
                        one);
            case 6 ->
                World.execute(
                        "update enrollment set fundings = (select fundings from enrollment where id = ?) where id = ?",
                        any(),
                        one);
            default -> {
                if (!one.equals(enrollments.get(0))) {
                    enrollments.remove(one);
                    World.execute("delete from enrollment where id = ?", one);
                }
            }
        }
    }

    private UUID any() {
        return enrollments.get(random.nextInt(enrollments.size()));
    }

    /** Moves and decisions at random times until now, some of them at midnight. */
    private void giveHistory(UUID enrollment) {
        Instant registered = since(clock.instant().minusSeconds(random.nextInt(DAYS * 24 * 3600)));
        StringBuilder moves = new StringBuilder();
        Instant at = registered;
        EnrollmentState state = one(EnrollmentState.values());
        moves.append(move(state, at));
        for (int i = random.nextInt(4); i > 0; i--) {
            at = since(at);
            state = one(EnrollmentState.values());
            moves.append(',').append(move(state, at));
        }
        String fundings = line(registered) + (random.nextBoolean() ? "," + line(registered) : "");
        World.execute(
                HISTORY,
                registered.toString(),
                (random.nextBoolean() ? at : since(at)).toString(),
                state.name(),
                "[" + moves + "]",
                "[" + fundings + "]",
                enrollment);
    }

    private static String move(EnrollmentState to, Instant at) {
        return "{\"to\":\"%s\",\"at\":\"%s\",\"by\":\"x\"}".formatted(to, at);
    }

    private String line(Instant registered) {
        FundingLine.State state = one(FundingLine.State.values());
        String decided = state == FundingLine.State.REQUESTED || random.nextInt(4) == 0
                ? ""
                : ",\"decidedAt\":\"%s\"".formatted(since(registered));
        return "{\"id\":\"%s\",\"kind\":\"%s\",\"amount\":1,\"state\":\"%s\"%s}"
                .formatted(UUID.randomUUID(), one(FundingKind.values()), state, decided);
    }

    private Instant since(Instant earliest) {
        Instant now = clock.instant();
        Instant at = earliest.plusMillis(
                (long) (random.nextDouble() * Math.max(0, now.toEpochMilli() - earliest.toEpochMilli())));
        Instant midnight = at.atZone(clock.getZone())
                .toLocalDate()
                .atStartOfDay(clock.getZone())
                .toInstant();
        return random.nextInt(5) == 0 && !midnight.isBefore(earliest) ? midnight : at;
    }

    private String year() {
        int year = 2024 + random.nextInt(3);
        return year + "-" + (year + 1);
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }

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
        filter.agreementId = random.nextInt(8) == 0 ? List.of(world.agreement) : List.of();
        filter.family = random.nextInt(8) == 0 ? "BTS" : null;
        LocalDate today = LocalDate.now(clock);
        LocalDate day = random.nextInt(4) == 0 ? today : today.minusDays(random.nextInt(DAYS + 5));
        StatisticsQuestion question = new StatisticsQuestion(
                filter, grouping(), Optional.empty(), List.of(), StatisticsMoment.of(day, clock), null, 100);
        ReadLimit.Deadline deadline = reads.deadline();
        fold.fold(deadline);
        memory.refresh(deadline);
        assertThat(memory.count(question, statistics.namesWithMembers(question)).orElseThrow())
                .as("as of %s, states %s by %s, seed %d", day, filter.state, question.grouping(), SEED)
                .isEqualTo(countRows(question));
    }

    private StatisticsGrouping grouping() {
        String a = one(StatisticsDimension.values()).name();
        String b = one(StatisticsDimension.values()).name();
        return StatisticsGrouping.parse(random.nextInt(5) == 0 ? null : a.equals(b) ? a : a + "," + b);
    }

    private List<CountRow> countRows(StatisticsQuestion question) {
        return QuarkusTransaction.requiringNew().call(() -> {
            em.createNativeQuery("select set_config('commons.tenant', '*', true)")
                    .getSingleResult();
            return StatisticsRows.count(em, question, clock.getZone());
        });
    }
}
