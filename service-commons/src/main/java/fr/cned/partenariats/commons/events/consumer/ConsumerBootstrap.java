package fr.cned.partenariats.commons.events.consumer;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps readiness down until the service has read each topic up to the end offset of its first start. Before that it
 * would refuse requests about objects that it has not read yet. The database remembers the result per consumer group,
 * so later starts do not depend on Kafka.
 */
@Readiness
@ApplicationScoped
class ConsumerBootstrap implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(ConsumerBootstrap.class);
    private static final int EVERY_MILLIS = 250;
    private static final Duration LOOK_AHEAD = Duration.ofMillis(500);

    private final ConsumedTopics consumed;
    private final Map<String, Object> kafka;
    private final AgroalDataSource database;
    private final Map<TopicPartition, Long> targets = new HashMap<>();
    private volatile Set<String> waiting;
    private volatile boolean stopping;

    ConsumerBootstrap(
            ConsumedTopics consumed,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            AgroalDataSource database) {
        this.consumed = consumed;
        this.kafka = kafka;
        this.database = database;
        this.waiting = Set.copyOf(consumed.topics());
    }

    void start(@Observes StartupEvent event) {
        Thread thread = new Thread(this::watch, "consumer-bootstrap");
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("events read up to the start")
                .status(waiting.isEmpty())
                .withData("waiting", String.join(", ", waiting))
                .build();
    }

    private void watch() {
        try {
            while (!stopping && !waiting.isEmpty()) {
                try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        consumerConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                    watch(consumer);
                } catch (SQLException | KafkaException e) {
                    LOG.debugf("consumer bootstrap retries: %s", e.getMessage());
                    TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads the committed offsets of the group without being a member of it. */
    private Map<String, Object> consumerConfig() {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, consumed.group());
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 65_536);
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        return config;
    }

    private void watch(KafkaConsumer<byte[], byte[]> consumer) throws SQLException, InterruptedException {
        Set<String> unread = new TreeSet<>(consumed.topics());
        unread.removeAll(completedBefore());
        waiting = Set.copyOf(unread);
        while (!stopping && !waiting.isEmpty()) {
            for (String topic : waiting) {
                if (hasReached(consumer, topic)) {
                    remember(topic);
                    unread.remove(topic);
                }
            }
            waiting = Set.copyOf(unread);
            TimeUnit.MILLISECONDS.sleep(waiting.isEmpty() ? 0 : EVERY_MILLIS);
        }
    }

    private boolean hasReached(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        Map<TopicPartition, Long> ends = endsWhenFirstSeen(consumer, topic);
        Map<TopicPartition, OffsetAndMetadata> read = consumer.committed(ends.keySet());
        return !ends.isEmpty()
                && ends.entrySet().stream().allMatch(end -> {
                    @Nullable OffsetAndMetadata offset = read.get(end.getKey());
                    return hasReached(consumer, end.getKey(), offset == null ? 0 : offset.offset(), end.getValue());
                });
    }

    /** A topic also has marks of transactions and events of aborted ones. A consumer passes, but does not commit them. */
    private static boolean hasReached(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long committed, long end) {
        if (committed >= end) {
            return true;
        }
        consumer.assign(Set.of(partition));
        consumer.seek(partition, committed);
        ConsumerRecords<byte[], byte[]> next = consumer.poll(LOOK_AHEAD);
        return next.isEmpty()
                ? consumer.position(partition) >= end
                : next.iterator().next().offset() >= end;
    }

    private Map<TopicPartition, Long> endsWhenFirstSeen(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        if (targets.keySet().stream().noneMatch(partition -> partition.topic().equals(topic))) {
            targets.putAll(consumer.endOffsets(consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList()));
        }
        return targets.entrySet().stream()
                .filter(target -> target.getKey().topic().equals(topic))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Set<String> completedBefore() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("select topic from consumer_bootstrap where group_id = ?")) {
            query.setString(1, consumed.group());
            Set<String> topics = new TreeSet<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    topics.add(rows.getString(1));
                }
            }
            return topics;
        }
    }

    private void remember(String topic) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into consumer_bootstrap (group_id, topic) values (?, ?) on conflict do nothing")) {
            insert.setString(1, consumed.group());
            insert.setString(2, topic);
            insert.executeUpdate();
        }
    }
}
