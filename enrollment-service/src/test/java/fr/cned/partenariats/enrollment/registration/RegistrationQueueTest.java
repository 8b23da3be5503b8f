package fr.cned.partenariats.enrollment.registration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.changelog.Actor;
import fr.cned.partenariats.commons.http.idempotency.KeyOwner;
import fr.cned.partenariats.commons.http.idempotency.KeyedRequest;
import fr.cned.partenariats.commons.http.idempotency.StoredAnswer;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // a test looks at some of the answers
class RegistrationQueueTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch began = new CountDownLatch(1);
    private final CountDownLatch slow = new CountDownLatch(1);
    private RegistrationQueue queue;

    @AfterEach
    void stop() throws InterruptedException {
        slow.countDown();
        queue.stop(new ShutdownEvent());
    }

    @Test
    void theRequestsThatWaitShareABatch() throws Exception {
        queue = queue(RegistrationQueueTest::noFault);
        CompletableFuture<Answer> first = submitSlow();

        List<CompletableFuture<Answer>> others = List.of(submit("b"), submit("c"));
        slow.countDown();

        assertThat(body(first)).isEqualTo("slow");
        assertThat(body(others.get(1))).isEqualTo("c");
        assertThat(batches).containsExactly(List.of("slow"), List.of("b", "c"));
        assertThat(metrics.summary("registrations.batch.size").max()).isEqualTo(2);
        assertThat(metrics.timer("registrations.waiting.time").count()).isEqualTo(3);
    }

    @Test
    void aKeyTwiceIsInTwoBatches() throws Exception {
        queue = queue(RegistrationQueueTest::noFault);
        submitSlow();

        List<CompletableFuture<Answer>> same = List.of(submit("b"), submit("b"));
        slow.countDown();

        assertThat(body(same.get(1))).isEqualTo("b");
        assertThat(batches).containsExactly(List.of("slow"), List.of("b"), List.of("b"));
    }

    @Test
    void aFullQueueRefusesAtOnceWithATimeToWait() throws Exception {
        queue = queue(RegistrationQueueTest::noFault);
        submitSlow();
        for (int i = 0; i < 5; i++) {
            submit("waits " + i);
        }

        assertThatThrownBy(() -> submit("too many")).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(CommonProblem.SERVICE_BUSY);
            assertThat(refusal.isTemporary()).isTrue();
        });
        assertThat(metrics.get("registrations.waiting").gauge().value()).isEqualTo(5);
    }

    @Test
    void aRequestThatHasWaitedTooLongIsRefusedAndNotRun() throws Exception {
        queue = new RegistrationQueue(
                registrations -> run(registrations, RegistrationQueueTest::noFault), metrics, 100, 5, Duration.ZERO);
        CompletableFuture<Answer> running = submitSlow();
        CompletableFuture<Answer> waits = submit("waits");

        queue.expire();

        assertThatThrownBy(() -> waits.get(5, SECONDS)).hasCauseInstanceOf(Refusal.class);
        slow.countDown();
        assertThat(body(running)).isEqualTo("slow");
        assertThat(batches).containsExactly(List.of("slow"));
    }

    @Test
    void aRequestThatBreaksTheBatchFailsAlone() throws Exception {
        queue = queue(keys -> {
            if (keys.contains("bad")) {
                throw new IllegalStateException("bad");
            }
        });
        submitSlow();
        CompletableFuture<Answer> good = submit("good");
        CompletableFuture<Answer> bad = submit("bad");
        CompletableFuture<Answer> alsoGood = submit("also good");
        slow.countDown();

        assertThat(body(good)).isEqualTo("good");
        assertThat(body(alsoGood)).isEqualTo("also good");
        assertThatThrownBy(() -> bad.get(5, SECONDS)).hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void withoutADatabaseAllFailAfterTheFirst() throws Exception {
        queue = queue(keys -> {
            if (!keys.contains("slow")) {
                throw new IllegalStateException(new SQLException("connection lost", "08006"));
            }
        });
        submitSlow();
        List<CompletableFuture<Answer>> all = List.of(submit("a"), submit("b"), submit("c"));
        slow.countDown();

        for (CompletableFuture<Answer> one : all) {
            assertThatThrownBy(() -> one.get(5, SECONDS)).hasRootCauseInstanceOf(SQLException.class);
        }
        assertThat(batches).containsExactly(List.of("slow"), List.of("a", "b", "c"), List.of("a"));
    }

    @Test
    void aLostRaceIsRepeated() throws Exception {
        List<Integer> attempts = Collections.synchronizedList(new ArrayList<>());
        queue = queue(keys -> {
            attempts.add(1);
            if (attempts.size() < 3) {
                throw Refusal.of(CommonProblem.CONCURRENT_CHANGE);
            }
        });

        assertThat(body(submit("a"))).isEqualTo("a");
    }

    @Test
    void theQueueGoesOnAfterAnError() throws Exception {
        queue = queue(keys -> {
            if (keys.contains("dies")) {
                throw new AssertionError("dies");
            }
        });

        CompletableFuture<Answer> dies = submit("dies");
        assertThatThrownBy(() -> dies.get(5, SECONDS)).hasCauseInstanceOf(AssertionError.class);
        assertThat(body(submit("next"))).isEqualTo("next");
    }

    @Test
    void theStopFinishesWhatIsQueuedAndRefusesWhatComesLater() throws Exception {
        queue = queue(RegistrationQueueTest::noFault);
        submitSlow();
        CompletableFuture<Answer> queued = submit("queued");
        slow.countDown();

        queue.stop(new ShutdownEvent());

        assertThat(body(queued)).isEqualTo("queued");
        assertThatThrownBy(() -> submit("late")).isInstanceOf(Refusal.class);
    }

    private static void noFault(List<String> keys) {
        assertThat(keys).isNotEmpty();
    }

    private RegistrationQueue queue(Consumer<List<String>> fault) {
        return new RegistrationQueue(
                registrations -> run(registrations, fault), metrics, 100, 5, Duration.ofSeconds(30));
    }

    /** The body of an answer is the key of its request. */
    private List<Answer> run(List<Registration> registrations, Consumer<List<String>> fault) {
        List<String> keys = registrations.stream().map(r -> r.key().key()).toList();
        batches.add(keys);
        if (keys.contains("slow")) {
            began.countDown();
            awaitRelease();
        }
        fault.accept(keys);
        return keys.stream()
                .map(key -> new StoredAnswer(201, Map.of(), key.getBytes(UTF_8)))
                .map(stored -> new Answer(new Outcome.Repeated(stored), stored))
                .toList();
    }

    private void awaitRelease() {
        try {
            assertThat(slow.await(10, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<Answer> submitSlow() throws InterruptedException {
        CompletableFuture<Answer> running = submit("slow");
        assertThat(began.await(5, SECONDS)).isTrue();
        return running;
    }

    private CompletableFuture<Answer> submit(String key) {
        KeyedRequest keyed = new KeyedRequest(new KeyOwner("client", "subject", "scope"), key, new byte[0], Set.of());
        Registrant registrant = new Registrant(
                TenantScope.ALL,
                "client",
                new Actor("client", "subject", List.of(), null, "createEnrollment", null, null),
                Locale.ENGLISH,
                keyed);
        return queue.submit(Registration.alone(
                        registrant,
                        new EnrollmentRequest(
                                null,
                                null,
                                UUID.randomUUID(),
                                null,
                                null,
                                UUID.randomUUID(),
                                UUID.randomUUID(),
                                null,
                                null,
                                null,
                                null),
                        null))
                .toCompletableFuture();
    }

    private static String body(CompletableFuture<Answer> answer) throws Exception {
        return new String(
                Objects.requireNonNull(answer.get(5, SECONDS).stored()).body(), UTF_8);
    }
}
