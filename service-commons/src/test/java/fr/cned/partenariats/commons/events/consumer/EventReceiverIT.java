package fr.cned.partenariats.commons.events.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.arjuna.ats.arjuna.coordinator.TxControl;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.start.ServiceStopping;
import fr.cned.partenariats.commons.base.trace.EventTrace;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.TestTopics.Message;
import fr.cned.partenariats.parking.Db;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.validation.Validator;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class EventReceiverIT {

    private static final String LEVELS = "garage.levels.v1";
    private static final String LEVEL_CHANGED = "garage.level.changed.v1";
    private static final String DEAD_LEVELS = "garage.levels.v1.parking.dlq";

    @Inject
    MeterRegistry metrics;

    @Inject
    EventMetrics eventMetrics;

    @Inject
    EventReceiver inlet;

    @Inject
    RetryingTopics retrying;

    @Inject
    EventTrace trace;

    @Inject
    EntityManager em;

    @Inject
    ObjectMapper json;

    @Inject
    Validator validator;

    @Inject
    DeadLetters deadLetters;

    private static String level(UUID id, long revision, int free) {
        return "{\"id\":\"%s\",\"revision\":%d,\"name\":\"L\",\"free\":%d}".formatted(id, revision, free);
    }

    private static void publishLevel(UUID id, long revision, int free) {
        TestTopics.publish(LEVELS, id.toString(), LEVEL_CHANGED, level(id, revision, free));
    }

    private static void awaitLevel(UUID id, long revision) {
        await().pollDelay(Duration.ZERO)
                .untilAsserted(() -> assertThat(Db.number("select revision from level_view where id = ?", id))
                        .isEqualTo(revision));
    }

    private static Map<String, String> headers(String type) {
        return Map.of("ce_id", UUID.randomUUID().toString(), "ce_type", type);
    }

    private static List<Message> deadLetters(UUID key) {
        return TestTopics.read(DEAD_LEVELS, key.toString());
    }

    @Test
    void statesReachTheView() {
        UUID id = UUID.randomUUID();
        publishLevel(id, 1, 10);
        publishLevel(id, 2, 9);
        awaitLevel(id, 2);
        assertThat(Db.number("select free from level_view where id = ?", id)).isEqualTo(9);
    }

    @Test
    void repeatedAndReorderedStatesLeaveTheLatestState() {
        List<UUID> ids = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 150; i++) {
            publishLevel(ids.get(random.nextInt(ids.size())), 1 + random.nextInt(30), 0);
        }
        ids.forEach(id -> publishLevel(id, 31, 31));
        for (int i = 0; i < 50; i++) {
            publishLevel(ids.get(random.nextInt(ids.size())), 1 + random.nextInt(30), 0);
        }
        UUID last = UUID.randomUUID();
        for (int partition = 0; partition < 30; partition++) {
            publishLevel(last, partition, 0); // one for each partition, as the last event
            last = UUID.randomUUID();
        }
        ids.forEach(id -> awaitLevel(id, 31));
        assertThat(ids)
                .as("seed %d", seed)
                .allSatisfy(id -> assertThat(Db.number("select free from level_view where id = ?", id))
                        .isEqualTo(31));
    }

    @Test
    void addedFieldsAreIgnoredAndMissingFieldsAreNull() {
        UUID id = UUID.randomUUID();
        TestTopics.publish(
                LEVELS,
                id.toString(),
                LEVEL_CHANGED,
                "{\"id\":\"%s\",\"revision\":3,\"name\":\"L\",\"colour\":{\"red\":[1]}}".formatted(id));
        awaitLevel(id, 3);
        assertThat(Db.number("select free from level_view where id = ?", id)).isZero();
    }

    @Test
    void unreadableEventsBecomeOneDeadLetterEachAndBlockNothing() {
        UUID poison = UUID.randomUUID();
        double before = counted();
        publishLevel(poison, 1, 10);
        publishPoison(poison, headers(LEVEL_CHANGED), "{");
        publishPoison(poison, headers(LEVEL_CHANGED), "");
        publishPoison(poison, headers(LEVEL_CHANGED), null);
        publishPoison(poison, headers(LEVEL_CHANGED), "null");
        publishPoison(poison, headers(LEVEL_CHANGED), "[]");
        publishPoison(poison, headers("garage.level.painted.v1"), level(poison, 2, 1));
        publishPoison(poison, Map.of("ce_id", UUID.randomUUID().toString()), level(poison, 2, 1));
        publishPoison(poison, Map.of("ce_type", LEVEL_CHANGED), level(poison, 2, 1));
        publishPoison(poison, Map.of(), level(poison, 2, 1));
        publishPoison(poison, headers(LEVEL_CHANGED), level(poison, 2, -1));
        publishPoison(poison, headers(LEVEL_CHANGED), level(poison, 2, 1).replace("\"L\"", "{}"));
        publishPoison(poison, headers(LEVEL_CHANGED), level(poison, 2, 1).replace("\"L\"", "\"\\u0000\""));
        publishLevel(poison, 9, 9);
        awaitLevel(poison, 9);
        await().untilAsserted(() -> assertThat(deadLetters(poison).stream()
                        .map(message -> message.headers().get("dead-letter-reason"))
                        .toList())
                .containsExactly(
                        "malformed JSON",
                        "unreadable ",
                        "no key or no value",
                        "null",
                        "unreadable ",
                        "unknown ce_type",
                        "no ce_type",
                        "no ce_id",
                        "no ce_type",
                        "invalid free",
                        "unreadable /name",
                        "unreadable /name"));
        assertThat(counted() - before).isEqualTo(12);
    }

    @Test
    void aDeadLetterKeepsTheMessageAndNamesItsOrigin() {
        UUID poison = UUID.randomUUID();
        Map<String, String> headers = new HashMap<>(headers("garage.level.painted.v1"));
        headers.put("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        publishPoison(poison, headers, level(poison, 2, 1));
        await().until(() -> deadLetters(poison).size() == 1);
        Message dead = deadLetters(poison).get(0);
        assertThat(dead.value()).isEqualTo(level(poison, 2, 1));
        assertThat(dead.headers())
                .containsAllEntriesOf(headers)
                .containsEntry("dead-letter-topic", LEVELS)
                .containsKeys("dead-letter-partition", "dead-letter-offset");
    }

    @Test
    void onlyTheEventThatTheDatabaseRefusesIsADeadLetter() {
        UUID refused = UUID.randomUUID();
        List<UUID> good = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            UUID id = UUID.randomUUID();
            good.add(id);
            publishLevel(id, 1, 1);
            if (i == 10) {
                publishLevel(refused, 1, 666_666); // violates the check constraint
            }
        }
        good.forEach(id -> awaitLevel(id, 1));
        await().until(() -> deadLetters(refused).size() == 1);
        assertThat(deadLetters(refused).get(0).headers())
                .containsEntry("dead-letter-reason", "refused by the database: 23514");
        assertThat(good)
                .allSatisfy(id -> assertThat(Db.number("select applied from level_view where id = ?", id))
                        .isEqualTo(1));
    }

    @Test
    void anEventThatARuleRefusesIsADeadLetterWithItsCode() {
        UUID key = UUID.randomUUID();
        receive(inlet, key, level(key, 1, 1), events -> {
            throw Refusal.of(CommonProblem.NOT_FOUND, "garage");
        });
        await().until(() -> deadLetters(key).size() == 1);
        assertThat(deadLetters(key).get(0).headers()).containsEntry("dead-letter-reason", "not-found");
    }

    /** Each is no fault of the event. 55000: the reaper has rolled back the transaction of a process that was frozen. */
    static Stream<RuntimeException> notTheFaultOfTheEvent() {
        return Stream.of(
                new IllegalStateException("a bug"),
                new IllegalStateException(new SQLException("connection used without active transaction", "55000")),
                new IllegalStateException(new SQLException("closed", "08006")),
                new IllegalStateException(new SQLException("terminated", "57P01")),
                new IllegalStateException(new SQLException("idle in transaction", "25P03")),
                new IllegalStateException(new SQLException("deadlock", "40P01")),
                new IllegalStateException(new SQLException("no right", "42501")),
                Refusal.of(CommonProblem.CONCURRENT_CHANGE),
                Refusal.of(CommonProblem.SERVICE_BUSY).retryAfterSeconds(1));
    }

    private Map<String, Object> retriedTopics() {
        return retrying.call().getData().orElse(Map.of());
    }

    @ParameterizedTest
    @MethodSource("notTheFaultOfTheEvent")
    void whatIsNotTheFaultOfTheEventIsRetried(RuntimeException failure) {
        UUID key = UUID.randomUUID();
        AtomicInteger attempts = new AtomicInteger();
        List<String> health = new ArrayList<>();
        receive(inlet, key, level(key, 1, 1), events -> {
            health.add(String.valueOf(retriedTopics().get(LEVELS)));
            if (attempts.incrementAndGet() < 4) {
                throw failure;
            }
        });
        assertThat(attempts).hasValue(4);
        assertThat(health.get(0)).isEqualTo("null");
        assertThat(health.get(3)).startsWith("since ");
        assertThat(retriedTopics()).doesNotContainKey(LEVELS);
        assertThat(deadLetters(key)).isEmpty();
    }

    /** Its offsets are not committed. */
    @Test
    void aBatchThatFailsWhileTheServiceStopsIsDeliveredAgain() {
        EventReceiver stopping =
                new EventReceiver(json, validator, deadLetters, eventMetrics, retrying, trace, "parking");
        stopping.stop(new ShutdownEvent());
        UUID key = UUID.randomUUID();
        assertThatThrownBy(() -> receive(stopping, key, level(key, 1, 1), events -> {
                    throw new IllegalStateException(new SQLException("the pool is closed", "08006"));
                }))
                .isInstanceOf(ServiceStopping.class);
        assertThat(deadLetters(key)).isEmpty();
    }

    @Test
    void anErrorIsRetried() {
        UUID key = UUID.randomUUID();
        AtomicInteger attempts = new AtomicInteger();
        receive(inlet, key, level(key, 1, 1), events -> {
            if (attempts.incrementAndGet() == 1) {
                throw new NoClassDefFoundError("for a moment");
            }
        });
        assertThat(attempts).hasValue(2);
    }

    /** The connection is lost in the middle of the transaction. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select pg_terminate_backend(pg_backend_pid())",
                "set local idle_in_transaction_session_timeout = 1",
                "set local statement_timeout = 1"
            })
    void aTransactionThatTheDatabaseEndsIsRepeated(String end) {
        UUID id = UUID.randomUUID();
        AtomicInteger attempts = new AtomicInteger();
        receive(inlet, id, level(id, 7, 7), events -> {
            em.createNativeQuery(
                            "insert into level_view (id, revision, name, free, applied) values (:id, 7, 'L', 7, 1)")
                    .setParameter("id", id)
                    .executeUpdate();
            if (attempts.incrementAndGet() == 1) {
                int backend = (Integer) em.createNativeQuery("select pg_backend_pid()", Integer.class)
                        .getSingleResult();
                if (end.startsWith("set")) {
                    em.createNativeQuery(end).executeUpdate();
                } else {
                    em.createNativeQuery(end, Boolean.class).getSingleResult();
                }
                if (end.contains("idle")) {
                    await().until(() -> Db.number("select count(*) from pg_stat_activity where pid = ?", backend) == 0);
                }
                em.createNativeQuery("select 1 from pg_sleep(0.2)", Integer.class)
                        .getSingleResult();
            }
        });
        assertThat(attempts).hasValue(2);
        assertThat(Db.number("select revision from level_view where id = ?", id))
                .isEqualTo(7);
    }

    /** As when the process is frozen for longer than the time limit of its transaction. */
    @Test
    void aTransactionThatTheReaperEndsIsRepeated() {
        UUID id = UUID.randomUUID();
        AtomicInteger attempts = new AtomicInteger();
        int limit = TxControl.getDefaultTimeout();
        TxControl.setDefaultTimeout(1);
        try {
            receive(inlet, id, level(id, 7, 7), events -> {
                TxControl.setDefaultTimeout(limit);
                if (attempts.incrementAndGet() == 1) {
                    await().pollInSameThread().until(() -> QuarkusTransaction.getStatus() != Status.STATUS_ACTIVE);
                }
                em.createNativeQuery("select 1", Integer.class).getSingleResult();
            });
        } finally {
            TxControl.setDefaultTimeout(limit);
        }
        assertThat(attempts).hasValue(2);
    }

    @Test
    void aDeadLetterWithNulInItsHeadersIsStored() {
        UUID poison = UUID.randomUUID();
        publishPoison(poison, Map.of("ce_type", "\0"), level(poison, 2, 1));
        publishLevel(poison, 3, 3);
        awaitLevel(poison, 3);
        await().until(() -> deadLetters(poison).size() == 1);
    }

    private static void receive(
            EventReceiver inlet, UUID key, String body, Consumer<List<ReceivedEvent<JsonNode>>> handler) {
        ConsumerRecord<String, byte[]> message =
                new ConsumerRecord<>(LEVELS, 0, 0, key.toString(), body.getBytes(UTF_8));
        headers(LEVEL_CHANGED).forEach((name, text) -> message.headers().add(name, text.getBytes(UTF_8)));
        inlet.receive(List.of(message), new Subscription<>(LEVELS, JsonNode.class, LEVEL_CHANGED, handler));
    }

    @Test
    void anInterruptedBatchIsRetriedWhenTheDatabaseIsBack() {
        UUID id = UUID.randomUUID();
        Db.holding(
                () -> {
                    publishLevel(id, 1, 1);
                    Db.awaitBlocked();
                    Db.run("select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock'");
                },
                "lock table level_view in exclusive mode");
        awaitLevel(id, 1);
        assertThat(Db.number("select applied from level_view where id = ?", id)).isEqualTo(1);
    }

    private double counted() {
        return metrics.counter("events.dead.letters", "topic", LEVELS).count();
    }

    private static void publishPoison(UUID key, Map<String, String> headers, @Nullable String value) {
        TestTopics.publishRaw(LEVELS, key.toString(), headers, value == null ? null : value.getBytes(UTF_8));
    }
}
