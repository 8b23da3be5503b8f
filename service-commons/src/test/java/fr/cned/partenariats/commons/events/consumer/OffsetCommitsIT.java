package fr.cned.partenariats.commons.events.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.parking.Db;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Offsets are committed by time, not by batch. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class OffsetCommitsIT {

    private static final String TOPIC = "garage.levels.v1";
    private static final int BATCHES = 60;

    @Inject
    KafkaClientService clients;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> kafka;

    private double commits() {
        return clients.getConsumer("events").unwrap().metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("commit-total"))
                .mapToDouble(metric -> ((Number) metric.getValue().metricValue()).doubleValue())
                .sum();
    }

    @Test
    void manySmallBatchesNeedFewCommitsAndTheLastOneIsCommitted() throws Exception {
        await().until(() -> clients.getConsumer("events") != null);
        UUID level = UUID.randomUUID();
        double before = commits();
        long began = System.nanoTime();
        for (int revision = 1; revision <= BATCHES; revision++) {
            publish(level, revision);
            int handled = revision;
            await().pollInterval(Duration.ofMillis(2))
                    .until(() -> Db.number("select revision from level_view where id = ?", level) == handled);
        }
        double atMost = 2 + Duration.ofNanos(System.nanoTime() - began).toMillis() / 500.0;
        assertThat(commits() - before).isLessThanOrEqualTo(atMost);
        await().ignoreExceptions().until(() -> lastOneIsCommitted(level));
    }

    private static void publish(UUID level, int revision) {
        TestTopics.publish(
                TOPIC,
                level.toString(),
                "garage.level.changed.v1",
                "{\"id\":\"%s\",\"revision\":%d,\"name\":\"L\"}".formatted(level, revision));
    }

    private boolean lastOneIsCommitted(UUID level) throws Exception {
        TopicPartition partition = new TopicPartition(
                TOPIC, BuiltInPartitioner.partitionForKey(level.toString().getBytes(UTF_8), 3));
        try (Admin admin = Admin.create(kafka)) {
            long end = admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
            return admin.listConsumerGroupOffsets("parking-g1")
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .get(partition)
                            .offset()
                    == end;
        }
    }
}
