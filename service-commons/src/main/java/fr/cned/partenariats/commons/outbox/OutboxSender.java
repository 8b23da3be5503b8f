package fr.cned.partenariats.commons.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends a batch and tells which of it Kafka has for sure. */
@ApplicationScoped
class OutboxSender {

    private static final Logger LOG = Logger.getLogger(OutboxSender.class);
    private static final int ALIVE_EVERY_MILLIS = 500;

    private final Map<String, Object> kafka;
    private @Nullable Producer<String, byte[]> producer;

    OutboxSender(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.kafka = kafka;
    }

    /** Keeps the caller's leadership while Kafka is slow. */
    @FunctionalInterface
    interface KeepAlive {
        void tick() throws SQLException;
    }

    /**
     * The ids that were acknowledged, without any that stands behind an unacknowledged one of the same key:
     * those must be sent again after it, or a compacted topic would keep the older state.
     */
    List<Long> send(List<OutboxRow> batch, KeepAlive keepAlive) throws SQLException {
        List<Future<RecordMetadata>> sends = new ArrayList<>(batch.size());
        for (OutboxRow row : batch) {
            Future<RecordMetadata> send = trySend(row.message());
            if (send == null) {
                break; // Kafka is away: the rest would wait as long, each
            }
            sends.add(send);
        }
        List<Long> acknowledged = new ArrayList<>(sends.size());
        Set<String> heldBack = new HashSet<>();
        for (int i = 0; i < sends.size(); i++) {
            OutboxRow row = batch.get(i);
            String key = row.message().topic() + ' ' + row.message().key();
            if (isAcknowledged(sends.get(i), keepAlive) && !heldBack.contains(key)) {
                acknowledged.add(row.id());
            } else {
                heldBack.add(key);
            }
        }
        return acknowledged;
    }

    private @Nullable Future<RecordMetadata> trySend(OutgoingMessage message) {
        ProducerRecord<String, byte[]> kafkaRecord =
                new ProducerRecord<>(message.topic(), message.key(), message.payload());
        message.headers().forEach((name, value) -> kafkaRecord.headers().add(name, value.getBytes(UTF_8)));
        try {
            return producer().send(kafkaRecord);
        } catch (RuntimeException e) {
            LOG.warnf("Kafka does not take events: %s", e.getMessage());
            return null;
        }
    }

    private boolean isAcknowledged(Future<RecordMetadata> send, KeepAlive keepAlive) throws SQLException {
        while (true) {
            try {
                send.get(ALIVE_EVERY_MILLIS, MILLISECONDS);
                return true;
            } catch (TimeoutException stillWaiting) {
                keepAlive.tick(); // ends by the producer's delivery timeout
            } catch (ExecutionException e) {
                LOG.warnf("Kafka did not confirm an event: %s", e.getMessage());
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    private Producer<String, byte[]> producer() {
        if (producer == null) {
            Map<String, Object> config = new HashMap<>(kafka);
            config.put(ProducerConfig.ACKS_CONFIG, "all");
            config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
            config.put(ProducerConfig.LINGER_MS_CONFIG, 2);
            config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000);
            config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
            config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000);
            config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
            config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
            producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    @PreDestroy
    void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(2));
        }
    }
}
