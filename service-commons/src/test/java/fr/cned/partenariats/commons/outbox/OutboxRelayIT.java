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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Leader election of the relay: one leader at a time, and a new one soon after a failure. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class OutboxRelayIT {

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

    private void append(UUID id, long revision) {
        QuarkusTransaction.requiringNew().run(() -> outbox.append(new SpaceChanged(id, revision, "A", 1)));
    }

    private static List<Long> sentRevisions(UUID id) {
        return TestTopics.deliveries(SpaceChanged.TOPIC, id.toString()).stream()
                .map(message -> Long.parseLong(message.value().replaceAll(".*\"revision\":(\\d+).*", "$1")))
                .toList();
    }

    /** Without repeated deliveries. */
    private static List<Long> firstDeliveries(UUID id) {
        return sentRevisions(id).stream().distinct().toList();
    }

    private static long leadersByTheirLock() {
        return Db.number("""
                select count(*) from pg_locks l join pg_stat_activity a using (pid)
                where l.locktype = 'advisory' and l.granted and a.application_name = 'outbox-relay'""");
    }

    /** The relay of a second instance of the service. */
    private OutboxRelay givenSecondRelay() {
        OutboxRelay second = new OutboxRelay(connections, new OutboxSender(kafka, service));
        second.start(new StartupEvent());
        await().until(() ->
                Db.number("select count(*) from pg_stat_activity where application_name = 'outbox-relay'") == 2);
        return second;
    }

    @Test
    void ofTwoRelaysOneLeads() throws Exception {
        await().until(relay::leading);
        OutboxRelay second = givenSecondRelay();
        try {
            await().during(Duration.ofSeconds(1))
                    .until(() -> relay.leading() != second.leading() && leadersByTheirLock() == 1);
        } finally {
            second.stop(new ShutdownEvent());
        }
    }

    @Test
    void theFollowerTakesOverWhenTheLeaderStops() throws Exception {
        await().until(relay::leading);
        OutboxRelay second = givenSecondRelay();
        try {
            Leadership.killLeader();
            UUID id = UUID.randomUUID();
            append(id, 1);
            await().until(() -> !sentRevisions(id).isEmpty());
            await().until(() -> relay.leading() != second.leading() && leadersByTheirLock() == 1);
        } finally {
            second.stop(new ShutdownEvent());
        }
        await().until(relay::leading);
    }

    @Test
    void eventsKeepTheirOrderWhenTheLeaderLosesItsConnectionRepeatedly() {
        UUID id = UUID.randomUUID();
        for (long revision = 1; revision <= 300; revision++) {
            append(id, revision);
            if (revision % 60 == 0) {
                Leadership.killLeader();
            }
        }
        await().until(() -> Db.number("select count(*) from outbox") == 0);
        List<Long> sent = sentRevisions(id);
        assertThat(firstDeliveries(id))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 300).boxed().toList());
        assertThat(sent.get(sent.size() - 1)).isEqualTo(300);
    }

    /** Another leader sends the events meanwhile, so all that the frozen one adds would be a repetition. */
    @ParameterizedTest
    @EnumSource(FreezingSender.Moment.class)
    void aFrozenLeaderAddsNothingWhenItWakes(FreezingSender.Moment moment) throws Exception {
        FreezingSender sender = new FreezingSender(kafka, service, moment);
        OutboxRelay frozen = new OutboxRelay(connections, sender);
        frozen.start(new StartupEvent());
        UUID id = UUID.randomUUID();
        List<Long> appended = LongStream.rangeClosed(1, 300).boxed().toList();
        try {
            Leadership.giveTo(frozen, relay);
            QuarkusTransaction.requiringNew()
                    .run(() -> outbox.append(appended.stream()
                            .map(revision -> new SpaceChanged(id, revision, "A", 1))
                            .toList()));
            await().until(sender::isFrozen);

            Leadership.killLeader();
            await().until(() -> Db.number("select count(*) from outbox") == 0);
            assertThat(sentRevisions(id)).isEqualTo(appended);
            Map<TopicPartition, Long> ends = TestTopics.ends(SpaceChanged.TOPIC);

            sender.wake();
            await().until(sender::isReset);

            assertThat(TestTopics.ends(SpaceChanged.TOPIC)).isEqualTo(ends);
            assertThat(sentRevisions(id)).isEqualTo(appended);
        } finally {
            sender.wake();
            frozen.stop(new ShutdownEvent());
        }
        append(id, 301);
        await().until(() -> sentRevisions(id).contains(301L));
        assertThat(sentRevisions(id)).hasSize(301);
    }

    @Test
    void aLeaderThatKafkaRefusesTakesOverAgain() {
        await().until(relay::leading);
        UUID id = UUID.randomUUID();
        OutboxSender sender = new OutboxSender(kafka, service);
        append(id, 1);
        await().until(() -> sentRevisions(id).equals(List.of(1L)));
        sender.takeOver();
        sender.reset();
        append(id, 2);
        await().until(() -> Db.number("select count(*) from outbox") == 0);
        assertThat(sentRevisions(id)).containsExactly(1L, 2L);
    }

    @Test
    void anEventThatKafkaRefusesBlocksOnlyItsKey() {
        UUID stuck = UUID.randomUUID();
        UUID free = UUID.randomUUID();
        String hopeless = "x".repeat(2_000_000);
        QuarkusTransaction.requiringNew().run(() -> {
            outbox.append(new SpaceChanged(stuck, 1, hopeless, 1));
            outbox.append(new SpaceChanged(stuck, 2, "A", 1));
            outbox.insert(List.of(new OutgoingMessage("no.such.topic", "k", Map.of(), new byte[0])));
            outbox.append(new SpaceChanged(free, 1, "A", 1));
        });
        try {
            await().until(() -> firstDeliveries(free).equals(List.of(1L)));
            assertThat(Db.number("select count(*) from outbox where key = ?", stuck.toString()))
                    .isEqualTo(2);
            assertThat(Db.number("select count(*) from outbox where topic = 'no.such.topic'"))
                    .isEqualTo(1);
            await().until(relay::leading);
        } finally {
            Db.run("delete from outbox where key = 'k' or octet_length(payload) > 1000000");
        }
        await().until(() -> sentRevisions(stuck).contains(2L));
        await().until(() -> Db.number("select count(*) from outbox") == 0);
    }
}
