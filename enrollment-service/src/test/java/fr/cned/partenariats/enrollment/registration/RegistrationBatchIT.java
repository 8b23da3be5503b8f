package fr.cned.partenariats.enrollment.registration;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.ProblemCode;
import fr.cned.partenariats.commons.changelog.Actor;
import fr.cned.partenariats.commons.http.idempotency.KeyOwner;
import fr.cned.partenariats.commons.http.idempotency.KeyedRequest;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.SqlCount;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.EnrollmentProblem;
import fr.cned.partenariats.enrollment.OpenTransaction;
import fr.cned.partenariats.enrollment.World;
import fr.cned.partenariats.enrollment.student.StudentData;
import fr.cned.partenariats.enrollment.student.TestStudents;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@EnrollmentIT
class RegistrationBatchIT {

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    @Inject
    RegistrationBatch batch;

    private final List<RegistrationQueue> queues = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (RegistrationQueue queue : queues) {
            queue.stop(new ShutdownEvent());
        }
    }

    @Test
    void aBatchOfOneAndABatchOfFiftyRunEightStatements() {
        World world = world(600, 600);

        for (int size : new int[] {1, 50}) {
            assertThat(World.statements(() -> batch.run(newStudents(world, size))))
                    .as("batch of %d", size)
                    .hasSize(SqlCount.SCOPE + 8)
                    .allSatisfy((sql, calls) -> assertThat(calls).as(sql).isEqualTo(1));
        }
        assertThat(world.seat().get("used")).isEqualTo(world.holding());
        assertThat(world.place().get("used")).isEqualTo(world.holding());
    }

    @Test
    void aRefusedRegistrationUndoesNothingOfTheOthers() {
        World world = World.published();
        Registration unknownOffering = registration(world, UUID.randomUUID(), student(null), key());

        List<Answer> answers = batch.run(List.of(newStudent(world, key()), unknownOffering, newStudent(world, key())));

        assertThat(answers.get(0).stored()).isNotNull();
        assertThat(code(answers.get(1))).isEqualTo(CommonProblem.NOT_FOUND);
        assertThat(answers.get(2).stored()).isNotNull();
        assertThat(world.seat()).containsEntry("used", 2L).containsEntry("revision", 2L);
    }

    @Test
    void aStudentTwiceInABatchIsEnrolledOnce() {
        World world = World.published();
        StudentData same = student(null);
        UUID registered = UUID.fromString(world.registeredStudent());
        String ine = World.ine();

        List<Answer> answers = batch.run(List.of(
                registration(world, world.offering, same, key()),
                registration(world, world.offering, same, key()),
                registered(world, registered),
                registered(world, registered),
                registration(world, world.offering, student(ine), key()),
                registration(world, world.offering, student(ine), key())));

        assertThat(code(answers.get(1))).isEqualTo(EnrollmentProblem.ALREADY_ENROLLED);
        assertThat(code(answers.get(3))).isEqualTo(EnrollmentProblem.ALREADY_ENROLLED);
        assertThat(code(answers.get(5))).isEqualTo(EnrollmentProblem.STUDENT_ALREADY_REGISTERED);
        assertThat(world.holding()).isEqualTo(3);
    }

    @Test
    void ofTwoPartnersTheFirstGetsTheLastPlace() {
        World one = world(5, 1);
        World two = World.published();

        List<Answer> answers =
                batch.run(List.of(newStudent(one, key()), registration(two, one.offering, student(null), key())));

        assertThat(answers.get(0).stored()).isNotNull();
        assertThat(code(answers.get(1))).isEqualTo(EnrollmentProblem.NO_PLACE_LEFT);
        assertThat(two.seat()).containsEntry("used", 0L);
    }

    @Test
    void twoInstancesNeverSellAPlaceTwice() throws Exception {
        World one = world(60, 10);
        World two = world(60, 10);
        RegistrationQueue here = queue(batch::run);
        RegistrationQueue there = queue(batch::run);
        List<CompletableFuture<Answer>> pending = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            pending.add(submit(here, newStudent(one, key())));
            pending.add(submit(there, registration(two, one.offering, student(null), key())));
        }

        int accepted = 0;
        for (CompletableFuture<Answer> answer : pending) {
            accepted += answer.get(30, SECONDS).stored() == null ? 0 : 1;
        }

        assertThat(accepted).isEqualTo(10);
        assertThat(one.place()).containsEntry("used", 10L);
        assertThat(one.holding()).isEqualTo(10);
        assertThat(one.seat().get("used") + two.seat().get("used")).isEqualTo(10);
    }

    @Test
    void aKeyWithAnAnswerIsReplayedByteForByteAndAnotherBodyIsRefused() {
        World world = World.published();
        String key = key();
        Registration first = newStudent(world, key);
        Answer given = batch.run(List.of(first)).get(0);

        List<Answer> again = batch.run(List.of(first, newStudent(world, key())));

        assertThat(again.get(0).outcome()).isInstanceOf(Outcome.Repeated.class);
        assertThat(again.get(0).stored()).usingRecursiveComparison().isEqualTo(given.stored());
        assertThat(again.get(1).outcome()).isInstanceOf(Outcome.Accepted.class);
        assertThat(code(batch.run(List.of(newStudent(world, key))).get(0)))
                .isEqualTo(CommonProblem.IDEMPOTENCY_KEY_REUSED);
        assertThat(world.holding()).isEqualTo(2);
    }

    /** The client does not learn of the commit; its retry does. */
    @Test
    void aCommitWhoseOutcomeWasLostIsReplayed() throws Exception {
        World world = World.published();
        AtomicInteger runs = new AtomicInteger();
        RegistrationQueue queue = queue(registrations -> {
            List<Answer> answers = batch.run(registrations);
            if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException(new SQLException("connection lost after the commit", "08006"));
            }
            return answers;
        });
        Registration registration = newStudent(world, key());

        CompletableFuture<Answer> lost = submit(queue, registration);
        assertThatThrownBy(() -> lost.get(30, SECONDS)).hasRootCauseInstanceOf(SQLException.class);
        Answer retried = submit(queue, registration).get(30, SECONDS);

        assertThat(retried.outcome()).isInstanceOf(Outcome.Repeated.class);
        assertThat(world.holding()).isEqualTo(1);
        assertThat(attempts(world)).isEqualTo(1);
    }

    @Test
    void aBatchWhoseConnectionBreaksStoresNothingAndTheQueueGoesOn() throws Exception {
        World world = World.published();
        RegistrationQueue queue = queue(batch::run);
        Registration registration = newStudent(world, key());
        CompletableFuture<Answer> broken;
        try (OpenTransaction busy = new OpenTransaction()) {
            busy.execute("select id from seat_counter where id = ? for update", world.quota);
            broken = submit(queue, registration);
            busy.awaitWaiting();
            terminateWaitingBackends();
            assertThatThrownBy(() -> broken.get(30, SECONDS)).isInstanceOf(ExecutionException.class);
        }

        assertThat(world.holding()).isZero();
        assertThat(attempts(world)).isZero();
        assertThat(submit(queue, registration).get(30, SECONDS).outcome()).isInstanceOf(Outcome.Accepted.class);
        assertThat(world.seat()).containsEntry("used", 1L);
    }

    /** The statement that waits for the lock has an older snapshot than the row that it then locks. */
    @Test
    void theFactsAreThoseBehindTheLocks() throws Exception {
        World world = world(5, 1);
        RegistrationQueue queue = queue(batch::run);
        CompletableFuture<Answer> waiting;
        try (OpenTransaction busy = new OpenTransaction()) {
            busy.execute(
                    "update place_counter set used = used + 1, revision = revision + 1 where offering_id = ?",
                    world.offering);
            waiting = submit(queue, newStudent(world, key()));
            busy.awaitWaiting();
            busy.commit();
        }

        assertThat(code(waiting.get(30, SECONDS))).isEqualTo(EnrollmentProblem.NO_PLACE_LEFT);
    }

    private static long attempts(World world) {
        return World.number("select count(*) from transmission_attempt where partner_id = ?", world.partner);
    }

    private static void terminateWaitingBackends() throws SQLException {
        try (Connection service = OwnerDatabase.connectAsService();
                PreparedStatement terminate = service.prepareStatement(
                        "select pg_terminate_backend(pid) from pg_stat_activity where cardinality(pg_blocking_pids(pid)) > 0")) {
            terminate.execute();
        }
    }

    private RegistrationQueue queue(Function<List<Registration>, List<Answer>> run) {
        RegistrationQueue queue =
                new RegistrationQueue(run, new SimpleMeterRegistry(), 100, 500, Duration.ofSeconds(30));
        queues.add(queue);
        return queue;
    }

    private static CompletableFuture<Answer> submit(RegistrationQueue queue, Registration registration) {
        return queue.submit(registration).toCompletableFuture();
    }

    private static ProblemCode code(Answer answer) {
        return ((Outcome.Refused) answer.outcome()).refusal().code();
    }

    private static World world(int seats, int capacity) {
        World world = new World();
        world.seats = seats;
        world.capacity = capacity;
        return world.publish();
    }

    private static List<Registration> newStudents(World world, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> registration(
                        world,
                        key(),
                        new EnrollmentRequest(
                                "E " + key(),
                                student(null, "S " + key()),
                                null,
                                null,
                                null,
                                world.agreement,
                                world.offering,
                                null,
                                null,
                                null,
                                null)))
                .toList();
    }

    private static Registration newStudent(World world, String key) {
        return registration(world, world.offering, student(null), key);
    }

    private static Registration registration(World world, UUID offering, StudentData student, String key) {
        return registration(
                world,
                key,
                new EnrollmentRequest(
                        null, student, null, null, null, world.agreement, offering, null, null, null, null));
    }

    private static Registration registered(World world, UUID student) {
        return registration(
                world,
                key(),
                new EnrollmentRequest(
                        null, null, student, null, null, world.agreement, world.offering, null, null, null, null));
    }

    private static Registration registration(World world, String key, EnrollmentRequest request) {
        byte[] hash = request.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        KeyedRequest keyed = new KeyedRequest(new KeyOwner("client", "subject", "test"), key, hash, Set.of());
        return Registration.alone(
                new Registrant(
                        TenantScope.of(world.partner),
                        "client@" + world.partner,
                        new Actor(
                                "client", "subject", List.of("partner"), world.partner, "createEnrollment", null, null),
                        Locale.ENGLISH,
                        keyed),
                request,
                null);
    }

    private static StudentData student(String ine) {
        return student(ine, null);
    }

    private static StudentData student(String ine, String reference) {
        int number = NUMBERS.incrementAndGet();
        return TestStudents.data("Nom " + number + " " + UUID.randomUUID(), "Essai", "Brest", ine, reference);
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }
}
