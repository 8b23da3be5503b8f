package fr.cned.partenariats.commons.events.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.testing.HeldRelay;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.parking.Db;
import fr.cned.partenariats.parking.space.ManySpaces;
import fr.cned.partenariats.parking.space.SpaceChanged;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Leader election of the relay: one leader at a time, and a new one soon after a failure. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class RelayLeaderIT {

    private static final String LEADER = """
            select l.pid from pg_locks l join pg_stat_activity a using (pid)
            where l.locktype = 'advisory' and l.granted and a.application_name = 'relay'""";

    @Inject
    Relay relay;

    @Inject
    AgroalDataSource database;

    @ConfigProperty(name = "quarkus.datasource.jdbc.max-size")
    int poolSize;

    @Inject
    RelayConnections connections;

    @Inject
    EventLoader loader;

    @Inject
    @Any
    Instance<EventSource> sources;

    @Inject
    ManySpaces spaces;

    @Inject
    ChangeRecorder recorder;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> kafka;

    @ConfigProperty(name = "quarkus.application.name")
    String service;

    private static List<Long> sentRevisions(UUID id) {
        return TestTopics.deliveries(SpaceChanged.TOPIC, id.toString()).stream()
                .map(message -> Long.parseLong(message.value().replaceAll(".*\"revision\":(\\d+).*", "$1")))
                .toList();
    }

    private static long leadersByTheirLock() {
        return Db.number("""
                select count(*) from pg_locks l join pg_stat_activity a using (pid)
                where l.locktype = 'advisory' and l.granted and a.application_name = 'relay'""");
    }

    /** The relay of a second instance of the service. */
    private Relay givenSecondRelay(RelaySender sender) {
        return start(sender, sources.stream().toList());
    }

    private Relay start(RelaySender sender, Collection<EventSource> of) {
        Relay second = new Relay(connections, sender, loader, of, Duration.ofMillis(20));
        second.start(new StartupEvent());
        await().until(() -> Leadership.relays() == 2);
        return second;
    }

    private RelaySender sender() {
        return new RelaySender(kafka, service);
    }

    @Test
    void ofTwoRelaysOneLeads() throws Exception {
        await().until(relay::leading);
        Relay second = givenSecondRelay(sender());
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
        Relay second = givenSecondRelay(sender());
        try {
            HeldRelay.killLeader();
            UUID id = spaces.createAll(1).get(0);
            await().until(() -> !sentRevisions(id).isEmpty());
            await().until(() -> relay.leading() != second.leading() && leadersByTheirLock() == 1);
        } finally {
            second.stop(new ShutdownEvent());
        }
        await().until(relay::leading);
    }

    @Test
    @Tag("nightly")
    void theOtherInstanceContinuesWhenTheLeaderStopsInTheMiddle() throws Exception {
        Relay second = givenSecondRelay(sender());
        List<UUID> ids;
        try {
            Leadership.giveTo(second, relay);
            ids = spaces.createAll(3_000);
        } finally {
            second.stop(new ShutdownEvent());
        }
        await().until(() -> Db.unsentChanges() == 0);
        assertThat(TestTopics.readAll(SpaceChanged.TOPIC).stream().map(TestTopics.Message::key))
                .containsAll(ids.stream().map(UUID::toString).toList());
    }

    @Test
    @Tag("nightly")
    void eventsKeepTheirOrderWhenTheLeaderLosesItsConnectionRepeatedly() {
        List<UUID> one = spaces.createAll(1);
        for (int revision = 1; revision <= 300; revision++) {
            spaces.change(one);
            if (revision % 60 == 0) {
                HeldRelay.killLeader();
            }
        }
        await().until(() -> Db.unsentChanges() == 0);
        assertThat(sentRevisions(one.get(0))).isSorted().endsWith(300L);
    }

    /** A wait for the pool is longer than the session of the leader may be idle. */
    @Test
    @Tag("nightly")
    void theLeaderStaysTheLeaderWhileThePoolHasNoFreeConnection() throws Exception {
        UUID id = spaces.createAll(1).get(0);
        await().until(() -> sentRevisions(id).size() == 1);
        await().until(relay::leading);
        long leader = OwnerDatabase.number(LEADER);
        List<Connection> all = new ArrayList<>();
        try {
            for (int i = 0; i < poolSize; i++) {
                all.add(database.getConnection());
            }
            OwnerDatabase.execute("""
                    insert into change_log (client, subject, roles, operation, object_type, object_id, changed_fields)
                    values ('test', 'test', '{}', 'test', 'space', ?, '{}')""", id.toString());
            await().during(Duration.ofSeconds(7))
                    .atMost(Duration.ofSeconds(8))
                    .until(() -> OwnerDatabase.number(LEADER) == leader);
        } finally {
            for (Connection one : all) {
                one.close();
            }
        }
        await().until(() -> sentRevisions(id).size() == 2);
        assertThat(OwnerDatabase.number(LEADER)).isEqualTo(leader);
    }

    /** Another leader sends the events meanwhile, so all that the frozen one adds would be a repetition. */
    @ParameterizedTest
    @EnumSource(FreezingSender.Moment.class)
    @Tag("nightly")
    void aFrozenLeaderAddsNothingWhenItWakes(FreezingSender.Moment moment) throws Exception {
        FreezingSender sender = new FreezingSender(kafka, service, moment);
        Relay frozen = givenSecondRelay(sender);
        List<UUID> ids;
        try {
            Leadership.giveTo(frozen, relay);
            ids = spaces.createAll(300);
            await().until(sender::isFrozen);

            HeldRelay.killLeader();
            await().until(() -> Db.unsentChanges() == 0);
            Map<String, Integer> sent = sent();
            assertThat(ids).allSatisfy(id -> assertThat(sent).containsEntry(id.toString(), 1));
            Map<TopicPartition, Long> ends = TestTopics.ends(SpaceChanged.TOPIC);

            sender.wake();
            await().until(sender::isReset);

            assertThat(TestTopics.ends(SpaceChanged.TOPIC)).isEqualTo(ends);
        } finally {
            sender.wake();
            frozen.stop(new ShutdownEvent());
        }
        spaces.change(ids.subList(0, 1));
        await().until(() -> sentRevisions(ids.get(0)).equals(List.of(0L, 1L)));
    }

    /** The number of deliveries by key. */
    private static Map<String, Integer> sent() {
        Map<String, Integer> sent = new HashMap<>();
        TestTopics.readAll(SpaceChanged.TOPIC).forEach(message -> sent.merge(message.key(), 1, Integer::sum));
        return sent;
    }

    @Test
    @Tag("nightly")
    void aLeaderThatKafkaRefusesTakesOverAgain() {
        await().until(relay::leading);
        RelaySender sender = sender();
        List<UUID> one = spaces.createAll(1);
        await().until(() -> sentRevisions(one.get(0)).equals(List.of(0L)));
        sender.takeOver();
        sender.reset();
        spaces.change(one);
        await().until(() -> Db.unsentChanges() == 0);
        assertThat(sentRevisions(one.get(0))).containsExactly(0L, 1L);
    }

    @Test
    void aTopicThatKafkaDoesNotKnowHoldsUpNoOther() throws Exception {
        EventSource lost = new LostProperty();
        Relay second =
                start(sender(), Stream.concat(sources.stream(), Stream.of(lost)).toList());
        try {
            Leadership.giveTo(second, relay);
            QuarkusTransaction.requiringNew()
                    .run(() -> recorder.record(ChangeRecord.of(lost.objectType(), UUID.randomUUID())));
            UUID free = spaces.createAll(1).get(0);
            await().until(() -> sentRevisions(free).equals(List.of(0L)));
            assertThat(Db.unsentChanges()).isEqualTo(1);
            assertThat(second.leading()).isTrue();
        } finally {
            second.stop(new ShutdownEvent());
            Db.run("delete from changelog_reader where object_type = ?", lost.objectType());
        }
    }

    private record Lost(UUID id, long revision) implements StateEvent {}

    private static final class LostProperty implements EventSource {

        @Override
        public String kind() {
            return "lost properties";
        }

        @Override
        public String objectType() {
            return "lost-property";
        }

        @Override
        public String topic() {
            return "no.such.topic";
        }

        @Override
        public String type() {
            return "no.such.type";
        }

        @Override
        public List<Lost> find(Collection<UUID> ids) {
            return ids.stream().map(id -> new Lost(id, 0)).toList();
        }

        @Override
        public List<Lost> listAfter(UUID id, int size) {
            return List.of();
        }
    }
}
