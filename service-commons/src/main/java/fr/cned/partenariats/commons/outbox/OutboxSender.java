package fr.cned.partenariats.commons.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.common.annotation.Identifier;
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
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends rows to Kafka in transactions. All instances of a service have the same transactional id, so Kafka refuses all
 * that a former leader sends after {@link #takeOver}.
 */
@ApplicationScoped
class OutboxSender {

    private static final Logger LOG = Logger.getLogger(OutboxSender.class);

    private final Map<String, Object> kafka;
    private final String transactionalId;
    private final List<SentRow> transaction = new ArrayList<>();
    private final List<Long> confirmed = new ArrayList<>();
    private @Nullable Producer<String, byte[]> producer;
    private boolean ready;

    OutboxSender(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.kafka = kafka;
        this.transactionalId = service + "-outbox";
    }

    /** Keeps the database session of the leader alive while Kafka is slow. */
    @FunctionalInterface
    interface KeepAlive {
        void tick() throws SQLException;
    }

    private record SentRow(OutboxRow row, Future<RecordMetadata> send) {}

    /**
     * Kafka aborts the open transaction of a former leader and refuses its later ones. Must come before the rows are
     * read: rows that were read before can have been sent by another leader.
     *
     * @return false when Kafka does not answer yet
     */
    boolean takeOver() {
        if (!ready) {
            try {
                producer().initTransactions();
                ready = true;
            } catch (TimeoutException e) {
                LOG.warnf("Kafka accepts no events yet: %s", e.getMessage());
            }
        }
        return ready;
    }

    /**
     * Adds rows to the transaction.
     *
     * @param heldBack the rows to leave out; those of unknown topics and those that Kafka refuses are added
     * @return false when Kafka refused a row. The transaction is aborted then.
     */
    boolean send(List<OutboxRow> rows, HeldBack heldBack, KeepAlive keepAlive) throws SQLException {
        try {
            holdBackUnknownTopics(rows, heldBack, keepAlive);
            for (OutboxRow row : rows) {
                if (heldBack.contains(row)) {
                    continue;
                }
                if (transaction.isEmpty()) {
                    producer().beginTransaction();
                }
                Future<RecordMetadata> send = producer().send(kafkaRecord(row.message()));
                transaction.add(new SentRow(row, send));
                @Nullable Throwable failure = send.isDone() ? failure(send) : null;
                if (failure != null) {
                    keepAlive.tick();
                    abort(new KafkaException(failure), heldBack);
                    return false;
                }
            }
            return true;
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            abort(e, heldBack);
            return false;
        }
    }

    /** A send to an unknown topic would abort the transaction. */
    private void holdBackUnknownTopics(List<OutboxRow> rows, HeldBack heldBack, KeepAlive keepAlive)
            throws SQLException {
        Set<String> topics = new HashSet<>();
        rows.forEach(row -> topics.add(row.message().topic()));
        topics.removeIf(heldBack::contains);
        for (String topic : topics) {
            try {
                producer().partitionsFor(topic);
            } catch (TimeoutException | InvalidTopicException | TopicAuthorizationException e) {
                LOG.warnf("events of %s wait: %s", topic, e.getMessage());
                heldBack.add(topic);
                keepAlive.tick();
            }
        }
    }

    /**
     * Returns true when Kafka has confirmed all rows of the transaction and shows them to consumers. They are
     * {@link #confirmed} then.
     *
     * @return false when Kafka refused a row, as for {@link #send}
     */
    boolean commit(HeldBack heldBack, KeepAlive keepAlive) {
        if (transaction.isEmpty()) {
            return true;
        }
        try {
            commit(keepAlive);
            transaction.forEach(sent -> confirmed.add(sent.row().id()));
            transaction.clear();
            return true;
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            abort(e, heldBack);
            return false;
        }
    }

    /** Ends by the producer's delivery timeout, or when Kafka has ended the transaction. */
    private void commit(KeepAlive keepAlive) {
        while (true) {
            try {
                producer().commitTransaction();
                return;
            } catch (TimeoutException stillWaiting) {
                try {
                    keepAlive.tick();
                } catch (SQLException e) {
                    LOG.debugf("the commit goes on, Kafka refuses it when another instance leads: %s", e.getMessage());
                }
            }
        }
    }

    /** Rows to delete. Any connection may delete them, also when this instance no longer leads. */
    List<Long> confirmed() {
        return confirmed;
    }

    /** Throws the cause when it is not the content of a row. */
    private void abort(KafkaException cause, HeldBack heldBack) {
        if (transaction.isEmpty()) {
            throw cause;
        }
        producer().abortTransaction();
        boolean refused = false;
        for (SentRow sent : transaction) {
            @Nullable Throwable failure = sent.send().isDone() ? failure(sent.send()) : null;
            if (failure != null && !heldBack.contains(sent.row()) && holdBack(sent.row(), failure, heldBack)) {
                LOG.warnf(
                        "Kafka refuses an event of %s: %s", sent.row().message().topic(), failure);
                refused = true;
            }
        }
        transaction.clear();
        if (!refused) {
            throw cause;
        }
    }

    /** Returns false when the failure is not the fault of the row. */
    private static boolean holdBack(OutboxRow row, Throwable failure, HeldBack heldBack) {
        if (failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || failure instanceof InvalidRecordException
                || failure instanceof InvalidTimestampException) {
            heldBack.add(row);
            return true;
        }
        if (failure instanceof TopicAuthorizationException
                || failure instanceof UnknownTopicOrPartitionException
                || failure instanceof InvalidTopicException) {
            heldBack.add(row.message().topic());
            return true;
        }
        return false;
    }

    private static ProducerRecord<String, byte[]> kafkaRecord(OutgoingMessage message) {
        ProducerRecord<String, byte[]> kafkaRecord =
                new ProducerRecord<>(message.topic(), message.key(), message.payload());
        message.headers().forEach((name, value) -> kafkaRecord.headers().add(name, value.getBytes(UTF_8)));
        return kafkaRecord;
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
            config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
            // Longer than a delivery may last. Consumers wait that long when a leader dies and no other takes over.
            config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
            config.put(ProducerConfig.ACKS_CONFIG, "all");
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

    /** Forgets the transaction. The next {@link #takeOver}, of this instance or another, aborts it. */
    void reset() {
        Producer<String, byte[]> last = producer;
        producer = null;
        ready = false;
        transaction.clear();
        if (last != null) {
            try {
                last.close(Duration.ZERO);
            } catch (InterruptException producerIsClosed) {
                LOG.debug("interrupted while closing the producer", producerIsClosed);
            }
        }
    }
}
