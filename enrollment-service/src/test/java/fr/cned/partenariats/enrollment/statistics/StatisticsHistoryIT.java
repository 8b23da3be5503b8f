package fr.cned.partenariats.enrollment.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.commons.changelog.SettledEntries;
import fr.cned.partenariats.commons.testing.RowSecurity;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.admission.eligibility.FundingKind;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentService;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import fr.cned.partenariats.enrollment.enrollment.FundingLine;
import fr.cned.partenariats.enrollment.enrollment.ResultState;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The counts of the file are what the rows say, today and on each past day, after any history of changes. */
@EnrollmentIT
class StatisticsHistoryIT {

    private static final long SEED = Long.getLong("statistics.seed", 20_261_126);
    private static final int CHANGES = 160;
    private static final int QUESTIONS = 200;

    private static final String PERSON = """
            insert into student (id, version, partner_id, family_name, given_names, birth_date, birth_place, high_level_athlete,
                                 apprentice, civil_servant, priority_district, parent_of_three, identity_key, registered_at)
            select cast(? as uuid), 0, partner_id, family_name, given_names, birth_date, birth_place, high_level_athlete,
                   apprentice, civil_servant, priority_district, parent_of_three, identity_key, registered_at
            from student where id = (select student_id from enrollment where id = ?)""";

    private static final String COPY = """
            insert into enrollment overriding user value
            select (jsonb_populate_record(e, jsonb_build_object(
              'id', cast(? as uuid), 'student_id', cast(? as uuid), 'person_id', cast(? as uuid), 'distinct_person', true,
              'academic_year', cast(? as text), 'agreement_id', cast(? as uuid)))).*
            from enrollment e where e.id = ?""";

    private static final String OF_ANOTHER_PERSON =
            " from student s where s.id = e.student_id and e.person_id <> coalesce(s.merged_into, s.id)";

    private static final String MERGED_LOG =
            "insert into change_log (client, subject, roles, operation, object_type, object_id, changed_fields)"
                    + " select 'test', 'test', '{}', 'test', 'enrollment', cast(e.id as text), '{}' from enrollment e,"
                    + OF_ANOTHER_PERSON.replace(" from", "");

    private static final String MERGED =
            "update enrollment e set state = 'COMPLETED', changed_at = cast(? as timestamptz),"
                    + " person_id = coalesce(s.merged_into, s.id)" + OF_ANOTHER_PERSON;

    /** A person has one live enrollment on an offering. */
    private static final String HISTORY = """
            update enrollment e
            set registered_at = cast(? as timestamptz), changed_at = cast(? as timestamptz), state = ?,
                site_id = cast(? as uuid), history = cast(? as jsonb), fundings = cast(? as jsonb)
            where id = ? and not exists (select 1 from enrollment o
                                         where o.person_id = e.person_id and o.offering_id = e.offering_id and o.id <> e.id)""";

    private static final String ANNUL = """
            update enrollment set state = 'ANNULLED', changed_at = cast(? as timestamptz), result_state = null,
              history = history || jsonb_build_array(jsonb_build_object('to', 'ANNULLED', 'at', cast(? as text)))
            where id = ?""";

    private static final EnrollmentState[] COUNTED_STATES = Stream.of(EnrollmentState.values())
            .filter(state -> state != EnrollmentState.ANNULLED)
            .toArray(EnrollmentState[]::new);

    @Inject
    StatisticsReader reader;

    @Inject
    EnrollmentSpans spans;

    @Inject
    AgroalDataSource database;

    @Inject
    SettledEntries settled;

    @Inject
    EntityManager em;

    @Inject
    EnrollmentService service;

    @Inject
    Clock clock;

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);

    /** Two sites of the partner with labels, and no site. */
    private final List<Optional<UUID>> sites = new ArrayList<>();

    /** That of the partner, and one under the framework of a federation. */
    private final List<UUID> agreements = new ArrayList<>();

    /** In the order of their creation, so that the seed decides which one changes. */
    private final List<UUID> enrollments = new ArrayList<>();

    /** Another instance of the service, or the same one after a start. */
    private StatisticsReader instance(Path files) {
        return new StatisticsReader(
                new StatisticsFolder(files, "256MB", 2), spans, database, settled, clock, new SimpleMeterRegistry());
    }

    @Test
    void theCountsEqualTheRowsAfterARandomHistory() throws SQLException {
        World world = changed(CHANGES);
        assertSameCounts(world, reader, QUESTIONS);
    }

    /** Both instances count while four threads change enrollments. When the changes end, both have the same numbers. */
    @Test
    @Tag("nightly")
    void twoInstancesCountWhatFourThreadsChange() throws Exception {
        World world = changed(20);
        StatisticsReader other = instance(folder);
        other.read();
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> changing = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                UUID own = copyOfTheFirst();
                long seed = SEED + i;
                changing.add(executor.submit(() -> changeAlone(own, new Random(seed))));
            }
            long counted = World.number(
                    "select count(*) from enrollment where partner_id = ? and state <> 'ANNULLED'", world.partner);
            do {
                other.read();
                assertThat(new StatisticsComparison(world, random, SEED).total(other))
                        .as("each enrollment stays one, whatever its history")
                        .isEqualTo(counted);
            } while (!changing.stream().allMatch(Future::isDone));
            for (Future<?> each : changing) {
                each.get();
            }
        } finally {
            executor.shutdown();
        }
        assertSameCounts(world, reader, QUESTIONS / 10);
        assertSameCounts(world, other, QUESTIONS / 10);
        other.close();
    }

    private void changeAlone(UUID enrollment, Random own) {
        for (int i = 0; i < 40; i++) {
            giveHistory(enrollment, own);
        }
    }

    /** A copy of the files of a running process is what a kill leaves. */
    @Test
    void aFileThatAKillLeavesIsReadOnFromItsPosition() throws Exception {
        World world = changed(30);
        Path killed = Files.createDirectories(folder.resolve("killed"));
        StatisticsReader running = instance(folder.resolve("running"));
        running.read();
        change(world);
        running.read();
        try (Stream<Path> files = Files.list(folder.resolve("running"))) {
            for (Path file : files.toList()) {
                Files.copy(file, killed.resolve(file.getFileName()));
            }
        }
        running.close();
        for (int i = 0; i < 10; i++) {
            change(world);
        }

        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        StatisticsReader started = new StatisticsReader(
                new StatisticsFolder(folder.resolve("killed"), "256MB", 2), spans, database, settled, clock, metrics);
        assertSameCounts(world, started, QUESTIONS / 10);
        assertThat(metrics.get("statistics.builds").counter().count())
                .as("the file is used")
                .isZero();
        started.close();
    }

    /** An instance that starts with an older file gave counts that were lower than what had been acknowledged. */
    @Test
    void aFileIsNotCountedUntilItIsReadUpToTheStart() throws Exception {
        World world = changed(10);
        StatisticsReader first = instance(folder);
        first.read();
        first.close();
        change(world);
        EnrollmentSpans broken = new EnrollmentSpans(em, service) {
            @Override
            void copy(Collection<UUID> enrollments, StatisticsFile file) {
                throw new IllegalStateException("PostgreSQL went away");
            }
        };
        StatisticsReader second = new StatisticsReader(
                new StatisticsFolder(folder, "256MB", 2), broken, database, settled, clock, new SimpleMeterRegistry());
        assertThatThrownBy(second::read).hasMessage("PostgreSQL went away");
        assertThat(second.connect()).isEmpty();
        second.close();
    }

    @Test
    void aMissingOrDamagedFileIsBuiltAgain() throws Exception {
        World world = changed(10);
        StatisticsReader first = instance(folder);
        assertThat(first.connect()).isEmpty();
        first.read();
        first.close();
        Path file = onlyFile();
        byte[] damaged = Files.readAllBytes(file);
        Arrays.fill(damaged, 0, 8_192, (byte) 7);
        Files.write(file, damaged);

        StatisticsReader second = instance(folder);
        assertSameCounts(world, second, QUESTIONS / 10);
        assertThat(file).doesNotExist();
        second.close();
    }

    @Test
    void aFileOfAnotherVersionIsBuiltAgain() throws Exception {
        World world = changed(10);
        StatisticsReader first = instance(folder);
        first.read();
        first.close();
        Path old = onlyFile();
        try (Connection file = DriverManager.getConnection("jdbc:duckdb:" + old)) {
            StatisticsFile.execute(file, "update progress set version = version + 1; drop table value");
        }

        StatisticsReader second = instance(folder);
        assertSameCounts(world, second, QUESTIONS / 10);
        assertThat(old).doesNotExist();
        second.close();
    }

    @Test
    void aBuildThatFailsLeavesNoFile() throws Exception {
        changed(1);
        EnrollmentSpans broken = new EnrollmentSpans(em, service) {
            @Override
            List<UUID> enrollmentsAfter(UUID last, int most) {
                throw new IllegalStateException("PostgreSQL went away");
            }
        };
        StatisticsReader building = new StatisticsReader(
                new StatisticsFolder(folder, "256MB", 2), broken, database, settled, clock, new SimpleMeterRegistry());
        assertThatThrownBy(building::read).hasMessage("PostgreSQL went away");
        assertThat(folder).isEmptyDirectory();
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".duckdb"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** A database that was restored to an earlier moment does not have the entry of the file's position. */
    @Test
    void aFileThatKnowsMoreThanTheDatabaseIsBuiltAgain() throws Exception {
        World world = changed(10);
        StatisticsReader first = instance(folder);
        first.read();
        first.close();
        try (Connection file = DriverManager.getConnection("jdbc:duckdb:" + onlyFile())) {
            StatisticsFile.execute(
                    file, "update progress set position_at = position_at + 1; update span set person = 1");
        }
        StatisticsReader second = instance(folder);
        assertSameCounts(world, second, QUESTIONS / 10);
        second.close();
    }

    private World changed(int changes) throws SQLException {
        World world = World.published();
        enrollments.add(UUID.fromString(world.enrolled()));
        UUID second = UUID.randomUUID();
        World.execute(
                "insert into site_view (id, revision, partner_id, name, region) values (?, 1, ?, 'Second', 'Bretagne')",
                second,
                world.partner);
        sites.addAll(List.of(Optional.of(world.site), Optional.of(second), Optional.empty()));
        agreements.addAll(List.of(world.agreement, StatisticsComparison.UNDER_FRAMEWORK));
        for (int i = 0; i < changes; i++) {
            change(world);
            if (i % 40 == 0) {
                reader.read();
            }
        }
        return world;
    }

    private void assertSameCounts(World world, StatisticsReader counting, int questions) throws SQLException {
        new StatisticsComparison(world, random, SEED).assertSameCounts(counting, questions);
    }

    private UUID copyOfTheFirst() {
        UUID id = UUID.randomUUID();
        UUID person = UUID.randomUUID();
        World.execute(PERSON, person, enrollments.get(0));
        World.execute(
                COPY,
                id,
                person,
                person,
                StatisticsComparison.year(random),
                one(random, agreements),
                enrollments.get(0));
        CountedStatistics.logged(id);
        enrollments.add(id);
        return id;
    }

    private void change(World world) {
        UUID one = any();
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> giveHistory(copyOfTheFirst(), random);
            case 3 -> giveHistory(one, random);
            case 4 -> mergeOrUndo(one);
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
            case 7 -> annul(enrollments.get(enrollments.size() - 1));
            case 8 -> labelAnew(sites.get(random.nextInt(2)).orElseThrow());
            default -> {
                UUID student = RowSecurity.id("select student_id from enrollment where id = ?", one);
                World.execute(
                        "update student set apprentice = not apprentice, priority_district = apprentice where id = ?",
                        student);
                CountedStatistics.logged("student", student);
            }
        }
        CountedStatistics.logged(one);
    }

    /** Labels of two networks that begin and end on any day, or never. An end of a site ends them, too. */
    private void labelAnew(UUID site) {
        World.execute("delete from site_label_view where site_id = ?", site);
        for (String network : StatisticsComparison.NETWORKS) {
            LocalDate from = LocalDate.now(clock).minusDays(random.nextInt(StatisticsComparison.DAYS));
            World.execute(
                    "insert into site_label_view values (?, ?, cast(? as date), cast(? as date))",
                    site,
                    network,
                    random.nextBoolean() ? from.toString() : null,
                    random.nextBoolean()
                            ? from.plusDays(random.nextInt(StatisticsComparison.DAYS / 2))
                                    .toString()
                            : null);
        }
    }

    /** Copies are made of the first one, which stays. */
    private void annul(UUID enrollment) {
        if (!enrollment.equals(enrollments.get(0))) {
            String now = clock.instant().toString();
            World.execute(ANNUL, now, now, enrollment);
            CountedStatistics.logged(enrollment);
        }
    }

    /** Of students that are merged into one, another student becomes the person. */
    private void mergeOrUndo(UUID enrollment) {
        UUID student = RowSecurity.id("select student_id from enrollment where id = ?", enrollment);
        UUID person = random.nextInt(3) == 0
                ? student
                : RowSecurity.id("select person_id from enrollment where id = ?", any());
        World.execute(
                "update student set merged_into = nullif(cast(? as uuid), id) where id = ? or merged_into = ?",
                person,
                student,
                student);
        World.execute(MERGED_LOG);
        World.execute(MERGED, clock.instant().toString());
    }

    private UUID any() {
        return enrollments.get(random.nextInt(enrollments.size()));
    }

    /** Moves, decisions, changes of payers and of sites at random times until now, some of them at midnight. */
    private void giveHistory(UUID enrollment, Random random) {
        Instant registered =
                since(random, clock.instant().minusSeconds(random.nextInt(StatisticsComparison.DAYS * 24 * 3600)));
        StringBuilder moves = new StringBuilder();
        Instant at = registered;
        EnrollmentState state = one(random, COUNTED_STATES);
        moves.append(move(state, at, random));
        for (int i = random.nextInt(4); i > 0; i--) {
            at = since(random, at);
            state = one(random, COUNTED_STATES);
            moves.append(',').append(move(state, at, random));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            String earlier = lines(registered, random);
            at = since(random, at);
            moves.append(",{\"to\":\"%s\",\"at\":\"%s\",\"by\":\"x\",\"fundings\":%s}".formatted(state, at, earlier));
        }
        Optional<UUID> site = one(random, sites);
        LocalDate day = LocalDate.ofInstant(registered, clock.getZone());
        for (int i = random.nextInt(4); i > 0; i--) {
            at = since(random, at);
            LocalDate lastDay = LocalDate.ofInstant(at, clock.getZone());
            day = day.plusDays(random.nextInt((int) ChronoUnit.DAYS.between(day, lastDay) + 1));
            Optional<UUID> next = one(random, sites);
            moves.append(',').append(siteChange(state, at, site, next, day));
            site = next;
        }
        World.execute(
                HISTORY,
                registered.toString(),
                (random.nextBoolean() ? at : since(random, at)).toString(),
                state.name(),
                site.map(UUID::toString).orElse(null),
                "[" + moves + "]",
                lines(registered, random),
                enrollment);
        CountedStatistics.logged(enrollment);
    }

    /** A completion or a correction has a result. A change can count from a day before it was recorded. */
    private String move(EnrollmentState to, Instant at, Random random) {
        String result = to == EnrollmentState.COMPLETED || random.nextInt(3) == 0
                ? ",\"result\":{\"state\":\"%s\"}".formatted(one(random, ResultState.values()))
                : "";
        LocalDate day =
                LocalDate.ofInstant(at, clock.getZone()).minusDays(random.nextInt(StatisticsComparison.DAYS / 3));
        String effective = random.nextInt(3) == 0 ? ",\"effectiveOn\":\"" + day + "\"" : "";
        return "{\"to\":\"%s\",\"at\":\"%s\",\"by\":\"x\"%s%s}".formatted(to, at, effective, result);
    }

    private static String siteChange(
            EnrollmentState state, Instant at, Optional<UUID> from, Optional<UUID> to, LocalDate day) {
        return "{\"to\":\"%s\",\"at\":\"%s\",\"by\":\"x\",\"siteChange\":{%s%s\"effectiveOn\":\"%s\"}}"
                .formatted(
                        state,
                        at,
                        from.map(site -> "\"from\":\"" + site + "\",").orElse(""),
                        to.map(site -> "\"to\":\"" + site + "\",").orElse("\"to\":null,"),
                        day);
    }

    private String lines(Instant registered, Random random) {
        return "[" + line(registered, random) + (random.nextBoolean() ? "," + line(registered, random) : "") + "]";
    }

    private String line(Instant registered, Random random) {
        FundingLine.State state = one(random, FundingLine.State.values());
        String decided = state == FundingLine.State.REQUESTED || random.nextInt(4) == 0
                ? ""
                : ",\"decidedAt\":\"%s\"".formatted(since(random, registered));
        return "{\"id\":\"%s\",\"kind\":\"%s\",\"amount\":%d.%02d,\"state\":\"%s\"%s%s}"
                .formatted(
                        UUID.randomUUID(),
                        one(random, FundingKind.values()),
                        random.nextInt(2_000),
                        random.nextInt(100),
                        state,
                        decided,
                        random.nextBoolean() ? ",\"refund\":%d.5".formatted(random.nextInt(100)) : "");
    }

    private Instant since(Random random, Instant earliest) {
        Instant now = clock.instant();
        Instant at = earliest.plusMillis(
                (long) (random.nextDouble() * Math.max(0, now.toEpochMilli() - earliest.toEpochMilli())));
        Instant midnight = at.atZone(clock.getZone())
                .toLocalDate()
                .atStartOfDay(clock.getZone())
                .toInstant();
        return random.nextInt(5) == 0 && !midnight.isBefore(earliest) ? midnight : at;
    }

    private static <T> T one(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static <T> T one(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }
}
