package fr.cned.partenariats.enrollment.student;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.OpenTransaction;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions that give two students the same key at the same time. */
@EnrollmentIT
class DuplicateRacesIT {

    /** Another student of the partner has the INE; another thread has erased the student. */
    private static final Set<String> EXPECTED = Set.of("23505", "23514");

    private static final int THREADS = 4;
    private static final int CHANGES = 150;

    private static final String INSERT = """
            insert into student (id, version, partner_id, family_name, given_names, birth_date, birth_place, ine,
                                 identity_key, identity_version, registered_at, high_level_athlete, apprentice,
                                 civil_servant, priority_district, parent_of_three)
            select case when i = 0 then cast(? as uuid) else gen_random_uuid() end, 0, ?, 'x', 'x', '2004-05-06', 'x',
                   case when i = 0 then ? end, case when i = 0 then ? else gen_random_uuid()::text end, 2, now(),
                   false, false, false, false, false
            from generate_series(0, ?) i""";

    private static final String INSERT_BATCH = """
            insert into student (id, version, partner_id, family_name, given_names, birth_date, birth_place, ine,
                                 identity_key, identity_version, registered_at, high_level_athlete, apprentice,
                                 civil_servant, priority_district, parent_of_three)
            select gen_random_uuid(), 0, ?, 'x', 'x', '2004-05-06', 'x', nullif(n.ine, ''), n.identity, 2, now(),
                   false, false, false, false, false
            from unnest(cast(? as text[]), cast(? as text[])) n (ine, identity)
            order by n.ine
            on conflict do nothing""";

    /** With a key, another student and a partner. */
    private static final List<String> CHANGES_OF_ONE = List.of(
            "update student set ine = '%1$s'",
            "update student set ine = null",
            "update student set identity_key = '%1$s'",
            "update student set ine = '%1$s', identity_key = '%1$s'",
            "update student set merged_into = '%2$s'",
            "update student set merged_into = null",
            "update student set partner_id = '%3$s'",
            "update student set email = '%1$s'",
            "update student set family_name = null, given_names = null, birth_date = null, birth_place = null,"
                    + " identity_key = null, email = null, ine = null, erased_at = now()",
            "delete from student");

    private final World world = World.published();
    private final String ine = World.ine();
    private final String name = "Concurrent " + ine;

    /** @param more so many others in the statement: with more than 1000 keys it locks all keys */
    @ParameterizedTest
    @ValueSource(ints = {0, 1_200})
    void ofTwoRegistrationsThatDoNotSeeEachOtherBothAreListed(int more) throws Exception {
        UUID first = UUID.randomUUID();
        CompletableFuture<Response> second;
        try (OpenTransaction other = new OpenTransaction()) {
            other.execute(INSERT, first, UUID.randomUUID(), null, identity(), more);
            second = CompletableFuture.supplyAsync(() -> enroll(""));
            other.awaitWaiting();
            other.commit();
        }

        second.get().then().statusCode(201);
        assertThat(reasons(first)).isEqualTo(1);
        assertThat(reasons(UUID.fromString(second.get().path("studentId")))).isEqualTo(1);
        assertThat(PossibleDuplicates.wrong()).isZero();
    }

    @Test
    void aRegistrationThatIsRolledBackLeavesNoDuplicate() throws Exception {
        CompletableFuture<Response> second;
        try (OpenTransaction other = new OpenTransaction()) {
            other.execute(INSERT, UUID.randomUUID(), UUID.randomUUID(), ine, identity(), 0);
            second = CompletableFuture.supplyAsync(() -> enroll(",\"ine\":\"" + ine + '"'));
            other.awaitWaiting();
        }

        second.get().then().statusCode(201);
        assertThat(reasons(UUID.fromString(second.get().path("studentId")))).isZero();
        assertThat(PossibleDuplicates.wrong()).isZero();
    }

    @Test
    void aCorrectionWaitsForARegistrationWithTheSameIne() throws Exception {
        String corrected = Api.as(Tokens.partner(world.partner))
                .body(World.student())
                .post("/v1/students")
                .path("id");
        UUID first = UUID.randomUUID();
        CompletableFuture<Response> correction;
        try (OpenTransaction other = new OpenTransaction()) {
            other.execute(INSERT, first, UUID.randomUUID(), ine, identity(), 0);
            correction = CompletableFuture.supplyAsync(() -> Api.as(world.token())
                    .contentType("application/merge-patch+json")
                    .header("If-Match", "\"0\"")
                    .body("{\"ine\":\"" + ine + "\"}")
                    .patch("/v1/students/" + corrected));
            other.awaitWaiting();
            other.commit();
        }

        correction.get().then().statusCode(200);
        assertThat(reasons(first)).isEqualTo(1);
        assertThat(reasons(UUID.fromString(corrected))).isEqualTo(1);
    }

    /** Registrations of other persons do not wait. */
    @Test
    void aRegistrationOfAnotherPersonDoesNotWait() throws Exception {
        try (OpenTransaction other = new OpenTransaction()) {
            other.execute(INSERT, UUID.randomUUID(), UUID.randomUUID(), World.ine(), "OTHER" + ine, 0);
            enroll(",\"ine\":\"" + ine + '"').then().statusCode(201);
        }
    }

    /** Batches and single changes with keys from a small set. A deadlock fails the test. */
    @Test
    void concurrentChangesLeaveTheTableExactWithoutDeadlock() throws Exception {
        List<UUID> partners = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
        UUID survivor = UUID.randomUUID();
        World.execute(INSERT, survivor, partners.get(0), null, "SURVIVOR" + ine, 0);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Random random = new Random(thread);
                running.add(threads.submit(() -> {
                    change(random, partners, survivor);
                    return null;
                }));
            }
            for (Future<?> thread : running) {
                thread.get();
            }
        } finally {
            threads.shutdownNow();
        }

        String array = partners.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
        assertThat(World.number(
                        "select count(*) from possible_duplicate where partner_id = any (cast(? as uuid[]))", array))
                .isPositive();
        assertThat(PossibleDuplicates.wrong()).isZero();
        World.execute("delete from student where partner_id = any (cast(? as uuid[]))", array);
        assertThat(PossibleDuplicates.wrong()).isZero();
    }

    private void change(Random random, List<UUID> partners, UUID survivor) throws SQLException {
        try (Connection connection = OwnerDatabase.connect()) {
            for (int i = 0; i < CHANGES; i++) {
                UUID partner = partners.get(random.nextInt(partners.size()));
                if (random.nextInt(10) < 3) {
                    int size = 1 + random.nextInt(20);
                    String[] ines = new String[size];
                    String[] identities = new String[size];
                    for (int row = 0; row < size; row++) {
                        ines[row] = random.nextBoolean() ? key(random) : "";
                        identities[row] = key(random);
                    }
                    attempt(connection, INSERT_BATCH, partner, ines, identities);
                } else {
                    String change = CHANGES_OF_ONE.get(random.nextInt(CHANGES_OF_ONE.size()));
                    attempt(
                            connection,
                            change.formatted(key(random), survivor, partners.get(0)) + " where id = "
                                    + "(select id from student where partner_id = ? and id <> ? and erased_at is null"
                                    + " order by id offset ? limit 1)",
                            partner,
                            survivor,
                            random.nextInt(15));
                }
            }
        }
    }

    private String key(Random random) {
        return ine + random.nextInt(25);
    }

    private static void attempt(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = OwnerDatabase.prepare(connection, sql, parameters)) {
            statement.execute();
        } catch (SQLException e) {
            if (!EXPECTED.contains(e.getSQLState())) {
                throw e;
            }
        }
    }

    private String identity() {
        return IdentityKey.of(name, "Zoé", LocalDate.parse("2004-05-06"), "Quimperlé");
    }

    private Response enroll(String more) {
        return world.enroll("""
                {"agreementId":"%s","offeringId":"%s","student":{"familyName":"%s","givenNames":"Zoé",
                 "birthDate":"2004-05-06","birthPlace":"Quimperlé"%s}}""".formatted(world.agreement, world.offering, name, more));
    }

    private static long reasons(UUID student) {
        return World.number("select count(*) from possible_duplicate where student_id = ?", student);
    }
}
