package fr.cned.partenariats.commons.events.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.parking.Db;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class ConsumerBootstrapIT {

    private static final String TOPIC = "garage.levels.v1";

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> kafka;

    @Inject
    AgroalDataSource database;

    /** The bootstrap of a service with a new consumer group. */
    private ConsumerBootstrap bootstrap(String group, Map<String, Object> broker) {
        return new ConsumerBootstrap(new ConsumedTopics(Optional.of(List.of(TOPIC)), group), broker, database);
    }

    private void readUpToTheEnd(String group) throws Exception {
        try (Admin admin = Admin.create(kafka)) {
            for (int partition = 0; partition < 3; partition++) {
                TopicPartition part = new TopicPartition(TOPIC, partition);
                long end = admin.listOffsets(Map.of(part, org.apache.kafka.clients.admin.OffsetSpec.latest()))
                        .partitionResult(part)
                        .get()
                        .offset();
                admin.alterConsumerGroupOffsets(group, Map.of(part, new OffsetAndMetadata(end)))
                        .all()
                        .get();
            }
        }
    }

    @Test
    void aServiceIsReadyAfterReadingItsTopics() {
        await().untilAsserted(() -> RestAssured.get(ready).then().statusCode(200));
        assertThat(Db.number(
                        "select count(*) from consumer_bootstrap where group_id = 'parking-g1' and topic = ?", TOPIC))
                .isEqualTo(1);
    }

    @Test
    void aNewGroupIsNotReadyBeforeItHasReadAllExistingEvents() throws Exception {
        UUID level = UUID.randomUUID();
        TestTopics.publish(
                TOPIC,
                level.toString(),
                "garage.level.changed.v1",
                "{\"id\":\"%s\",\"revision\":1,\"name\":\"L\"}".formatted(level));
        String group = "new-" + UUID.randomUUID();
        ConsumerBootstrap bootstrap = bootstrap(group, kafka);
        bootstrap.start(new StartupEvent());
        try {
            await().during(Duration.ofSeconds(1)).until(() -> bootstrap.call().getStatus() == Status.DOWN);
            assertThat(bootstrap.call().getData().orElseThrow()).containsEntry("waiting", TOPIC);
            readUpToTheEnd(group);
            await().until(() -> bootstrap.call().getStatus() == Status.UP);
        } finally {
            bootstrap.stop(new ShutdownEvent());
        }
        assertThat(Db.number("select count(*) from consumer_bootstrap where group_id = ?", group))
                .isEqualTo(1);
    }

    /** A consumer commits the offset behind the last event, never the one behind a mark or an aborted event. */
    @Test
    void aGroupIsReadyWhenOnlyMarksOfTransactionsFollow() throws Exception {
        UUID level = UUID.randomUUID();
        String event = "{\"id\":\"%s\",\"revision\":%d,\"name\":\"L\"}";
        TestTopics.publish(TOPIC, level.toString(), "garage.level.changed.v1", event.formatted(level, 1));
        String group = "marks-" + UUID.randomUUID();
        readUpToTheEnd(group);
        TestTopics.publishAborted(TOPIC, level.toString(), event.formatted(level, 2));
        ConsumerBootstrap bootstrap = bootstrap(group, kafka);
        bootstrap.start(new StartupEvent());
        try {
            await().until(() -> bootstrap.call().getStatus() == Status.UP);
        } finally {
            bootstrap.stop(new ShutdownEvent());
        }
        await().during(Duration.ofSeconds(1))
                .until(() -> Db.number("select count(*) from level_view where id = ? and revision > 1", level) == 0);
    }

    @Test
    void aGroupThatHasReadItsTopicsIsReadyWithoutKafka() {
        String group = "old-" + UUID.randomUUID();
        Db.run("insert into consumer_bootstrap (group_id, topic) values (?, ?)", group, TOPIC);
        ConsumerBootstrap bootstrap = bootstrap(group, Map.of("bootstrap.servers", "localhost:1"));
        bootstrap.start(new StartupEvent());
        await().until(() -> bootstrap.call().getStatus() == Status.UP);
        bootstrap.stop(new ShutdownEvent());
    }
}
