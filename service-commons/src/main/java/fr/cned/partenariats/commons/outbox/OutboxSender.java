package fr.cned.partenariats.commons.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends batches of rows to Kafka and waits for their confirmation. */
@ApplicationScoped
class OutboxSender {

    private static final Logger LOG = Logger.getLogger(OutboxSender.class);
    private static final int ALIVE_EVERY_MILLIS = 500;

    private final Map<String, Object> kafka;
    private @Nullable Producer<String, byte[]> producer;

    OutboxSender(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.kafka = kafka;
    }

    /** Keeps the database session of the leader alive while Kafka is slow. */
    @FunctionalInterface
    interface KeepAlive {
        void tick() throws SQLException;
    }

    /** Sending blocks while the partitions of a topic are unknown, so a topic that timed out is not tried again. */
    SentBatch send(List<OutboxRow> rows, KeepAlive keepAlive) throws SQLException {
        Map<String, Future<RecordMetadata>> timedOut = new HashMap<>();
        List<Future<RecordMetadata>> sends = new ArrayList<>(rows.size());
        for (OutboxRow row : rows) {
            String topic = row.message().topic();
            Future<RecordMetadata> send = timedOut.get(topic);
            if (send == null) {
                send = producer().send(kafkaRecord(row.message()));
                if (send.isDone() && failure(send) instanceof TimeoutException) {
                    timedOut.put(topic, send);
                    keepAlive.tick();
                }
            }
            sends.add(send);
        }
        return new SentBatch(rows, sends, !timedOut.isEmpty());
    }

    /**
     * Returns the confirmed ids. Leaves out an id behind an unconfirmed one of the same key: it must be sent again
     * after that one, or a compacted topic would keep the older state.
     *
     * @param heldBack the keys with an unconfirmed row, in this batch or an earlier one; those of this batch are added
     */
    List<Long> awaitConfirmed(SentBatch batch, Set<String> heldBack, KeepAlive keepAlive) throws SQLException {
        int size = batch.rows().size();
        List<Long> confirmed = new ArrayList<>(size);
        @Nullable String failure = null;
        for (int i = 0; i < size; i++) {
            OutboxRow row = batch.rows().get(i);
            String key = row.message().topic() + ' ' + row.message().key();
            @Nullable String unconfirmed = await(batch.sends().get(i), keepAlive);
            if (unconfirmed == null && !heldBack.contains(key)) {
                confirmed.add(row.id());
            } else {
                heldBack.add(key);
                failure = failure == null ? unconfirmed : failure;
            }
        }
        if (failure != null) {
            LOG.warnf("Kafka confirmed %d of %d events: %s", confirmed.size(), size, failure);
        }
        return confirmed;
    }

    private static ProducerRecord<String, byte[]> kafkaRecord(OutgoingMessage message) {
        ProducerRecord<String, byte[]> kafkaRecord =
                new ProducerRecord<>(message.topic(), message.key(), message.payload());
        message.headers().forEach((name, value) -> kafkaRecord.headers().add(name, value.getBytes(UTF_8)));
        return kafkaRecord;
    }

    /** Returns null when Kafka has confirmed the event, else the reason. Ends by the producer's delivery timeout. */
    private static @Nullable String await(Future<RecordMetadata> send, KeepAlive keepAlive) throws SQLException {
        while (true) {
            try {
                send.get(ALIVE_EVERY_MILLIS, MILLISECONDS);
                return null;
            } catch (java.util.concurrent.TimeoutException stillWaiting) {
                keepAlive.tick();
            } catch (ExecutionException e) {
                return String.valueOf(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "interrupted";
            }
        }
    }

    private static @Nullable Throwable failure(Future<RecordMetadata> done) {
        try {
            done.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e;
        }
    }

    private Producer<String, byte[]> producer() {
        if (producer == null) {
            Map<String, Object> config = new HashMap<>(kafka);
            config.put(ProducerConfig.ACKS_CONFIG, "all");
            config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
            config.put(ProducerConfig.LINGER_MS_CONFIG, 2);
            config.put(ProducerConfig.BATCH_SIZE_CONFIG, 65_536);
            config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
            config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
            config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000);
            config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
            config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
            producer = connect(config);
        }
        return producer;
    }

    Producer<String, byte[]> connect(Map<String, Object> config) {
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    /**
     * Drops unconfirmed events; to be called when this instance stops leading. The next leader sends them. Sent from
     * here as well, they could arrive after newer states of the same key.
     */
    void reset() {
        Producer<String, byte[]> last = producer;
        producer = null;
        if (last != null) {
            try {
                last.close(Duration.ZERO);
            } catch (InterruptException producerIsClosed) {
                LOG.debug("interrupted while closing the producer", producerIsClosed);
            }
        }
    }
}
