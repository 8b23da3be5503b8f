package fr.cned.partenariats.commons.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.parking.Db;
import fr.cned.partenariats.parking.space.SpaceChanged;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Several batches in flight: order per key, and nothing lost. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class OutboxPipelineIT {

    private static final int EVENTS_PER_KEY = 1_000;

    @Inject
    Outbox outbox;

    @Inject
    OutboxRelay relay;

    @Inject
    OutboxConnections connections;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> kafka;

    @ConfigProperty(name = "quarkus.application.name")
    String service;

    private final List<UUID> ids = Stream.generate(UUID::randomUUID).limit(7).toList();

    /** More than all batches that are in flight at once. */
    private void givenBacklog() {
        append(LongStream.rangeClosed(1, EVENTS_PER_KEY)
                .boxed()
                .flatMap(revision -> ids.stream().map(id -> event(id, revision)))
                .toList());
    }

    private void append(List<SpaceChanged> events) {
        QuarkusTransaction.requiringNew().run(() -> outbox.append(events));
    }

    private static SpaceChanged event(UUID id, long revision) {
        return new SpaceChanged(id, revision, "A", 1);
    }

    private static void awaitEmptyOutbox() {
        await().until(() -> Db.number("select count(*) from outbox") == 0);
    }

    private static List<Long> deliveries(UUID id) {
        return TestTopics.deliveries(SpaceChanged.TOPIC, id.toString()).stream()
                .map(message -> Long.parseLong(message.value().replaceAll(".*\"revision\":(\\d+).*", "$1")))
                .toList();
    }

    private void assertCompleteAndInOrder() {
        List<Long> all = LongStream.rangeClosed(1, EVENTS_PER_KEY).boxed().toList();
        assertThat(ids).allSatisfy(id -> {
            List<Long> delivered = deliveries(id);
            assertThat(delivered.stream().distinct().toList()).isEqualTo(all);
            assertThat(delivered.get(delivered.size() - 1)).isEqualTo(EVENTS_PER_KEY);
        });
    }

    @Test
    void theEventsOfAKeyKeepTheirOrderWithSeveralBatchesInFlight() {
        await().until(relay::leading);
        givenBacklog();
        awaitEmptyOutbox();
        assertCompleteAndInOrder();
    }

    @Test
    void aLeaderThatLosesItsConnectionInFlightLosesAndRepeatsNothing() {
        givenBacklog();
        for (int i = 0; i < 3; i++) {
            await().until(() -> relay.leading() || Db.number("select count(*) from outbox") == 0);
            Leadership.killLeader();
        }
        awaitEmptyOutbox();
        List<Long> all = LongStream.rangeClosed(1, EVENTS_PER_KEY).boxed().toList();
        assertThat(ids).allSatisfy(id -> assertThat(deliveries(id)).isEqualTo(all));
    }

    @Test
    void theNextLeaderContinuesWhenAnInstanceStopsInTheMiddle() throws Exception {
        OutboxRelay second = new OutboxRelay(connections, new OutboxSender(kafka, service));
        second.start(new StartupEvent());
        try {
            Leadership.giveTo(second, relay);
            givenBacklog();
        } finally {
            second.stop(new ShutdownEvent());
        }
        awaitEmptyOutbox();
        assertCompleteAndInOrder();
    }

    @Test
    void aSendThatFailsInTheMiddleHoldsBackOnlyItsKey() {
        await().until(relay::leading);
        UUID stuck = UUID.randomUUID();
        List<SpaceChanged> events = new ArrayList<>();
        List<UUID> others = Stream.generate(UUID::randomUUID).limit(3_000).toList();
        others.forEach(id -> events.add(event(id, 1)));
        events.add(100, event(stuck, 1));
        events.add(1_500, new SpaceChanged(stuck, 2, "x".repeat(2_000_000), 1)); // larger than a request may be
        events.add(event(stuck, 3));
        append(events);
        try {
            await().until(() -> Db.number("select count(*) from outbox") == 2);
            assertThat(Db.number("select count(*) from outbox where key = ?", stuck.toString()))
                    .isEqualTo(2);
        } finally {
            Db.run("delete from outbox where octet_length(payload) > 1000000");
        }
        awaitEmptyOutbox();
        List<Long> delivered = deliveries(stuck);
        assertThat(delivered).startsWith(1L).endsWith(3L).containsOnly(1L, 3L);
        assertThat(TestTopics.readAll(SpaceChanged.TOPIC).stream()
                        .map(TestTopics.Message::key)
                        .toList())
                .containsAll(others.stream().map(UUID::toString).toList());
    }

    /** Its id is lower than those of events that were sent and deleted long before. */
    @Test
    void anEventThatCommitsLateIsSent() {
        await().until(relay::leading);
        UUID late = UUID.randomUUID();
        List<UUID> early =
                IntStream.range(0, 5).mapToObj(i -> UUID.randomUUID()).toList();
        QuarkusTransaction.requiringNew().run(() -> {
            outbox.append(event(late, 1));
            for (UUID id : early) {
                append(List.of(event(id, 1)));
                await().pollInSameThread().until(() -> deliveries(id).size() == 1);
            }
            long floor = relay.floor();
            await().pollInSameThread()
                    .until(() -> Db.number("select count(*) from outbox where key <> ?", late.toString()) == 0);
            assertThat(Db.number("select last_value from outbox_id_seq")).isGreaterThan(floor + early.size());
        });
        await().until(() -> deliveries(late).equals(List.of(1L)));
        awaitEmptyOutbox();
    }

    @Test
    void anIdleLeaderStandsBehindAllDeletedRows() {
        await().until(relay::leading);
        append(ids.stream().map(id -> event(id, 1)).toList());
        awaitEmptyOutbox();
        await().until(() -> relay.floor() == Db.number("select last_value from outbox_id_seq"));
    }

    @Test
    void aReadIsBoundedInBytes() throws Exception {
        String large = "x".repeat(900_000);
        append(IntStream.rangeClosed(1, 12)
                .mapToObj(i -> new SpaceChanged(UUID.randomUUID(), i, large, 1))
                .toList());
        try (OutboxConnections.Session session = connections.open()) {
            assertThat(session.read(0, List.of())).hasSizeLessThanOrEqualTo(3);
        }
        awaitEmptyOutbox();
    }
}
