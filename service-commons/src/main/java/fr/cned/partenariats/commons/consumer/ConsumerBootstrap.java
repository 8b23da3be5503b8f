package fr.cned.partenariats.commons.consumer;

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
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
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
                try (Admin admin = Admin.create(KafkaTopics.adminConfig(kafka))) {
                    watch(admin);
                } catch (SQLException | ExecutionException | KafkaException e) {
                    LOG.debugf("consumer bootstrap retries: %s", e.getMessage());
                    TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(Admin admin) throws SQLException, ExecutionException, InterruptedException {
        Set<String> unread = new TreeSet<>(consumed.topics());
        unread.removeAll(completedBefore());
        waiting = Set.copyOf(unread);
        while (!stopping && !waiting.isEmpty()) {
            for (String topic : waiting) {
                if (hasReached(admin, topic)) {
                    remember(topic);
                    unread.remove(topic);
                }
            }
            waiting = Set.copyOf(unread);
            TimeUnit.MILLISECONDS.sleep(waiting.isEmpty() ? 0 : EVERY_MILLIS);
        }
    }

    private boolean hasReached(Admin admin, String topic) throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> ends = endsWhenFirstSeen(admin, topic);
        Map<TopicPartition, OffsetAndMetadata> read = admin.listConsumerGroupOffsets(consumed.group())
                .partitionsToOffsetAndMetadata()
                .get();
        return ends.entrySet().stream().allMatch(end -> {
            @Nullable OffsetAndMetadata offset = read.get(end.getKey());
            return end.getValue() == 0 || (offset != null && offset.offset() >= end.getValue());
        });
    }

    private Map<TopicPartition, Long> endsWhenFirstSeen(Admin admin, String topic)
            throws ExecutionException, InterruptedException {
        if (targets.keySet().stream().noneMatch(partition -> partition.topic().equals(topic))) {
            Set<TopicPartition> partitions = admin.describeTopics(Set.of(topic)).allTopicNames().get().values().stream()
                    .flatMap(description -> description.partitions().stream())
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .collect(Collectors.toSet());
            admin.listOffsets(partitions.stream()
                            .collect(Collectors.toMap(Function.identity(), p -> OffsetSpec.latest())))
                    .all()
                    .get()
                    .forEach((partition, end) -> targets.put(partition, end.offset()));
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
