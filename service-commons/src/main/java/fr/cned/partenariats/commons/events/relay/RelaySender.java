package fr.cned.partenariats.commons.events.relay;

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
 * Sends messages to Kafka in transactions. All instances of a service have the same transactional id, so Kafka refuses
 * all that a former leader sends after {@link #takeOver}.
 */
@ApplicationScoped
class RelaySender {

    private static final Logger LOG = Logger.getLogger(RelaySender.class);

    private final Map<String, Object> kafka;
    private final String transactionalId;
    private @Nullable Producer<String, byte[]> producer;
    private boolean ready;

    RelaySender(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.kafka = kafka;
        this.transactionalId = service + "-relay";
    }

    /** Keeps the database session of the leader alive while Kafka is slow. */
    @FunctionalInterface
    interface KeepAlive {
        void tick() throws SQLException;
    }

    /** What Kafka refused because of its content or its topic. It has confirmed all other messages. */
    record Refused(Set<Message> messages, Set<String> topics) {

        private Refused() {
            this(new HashSet<>(), new HashSet<>());
        }

        boolean contains(Message message) {
            return topics.contains(message.source().topic()) || messages.contains(message);
        }
    }

    private record Sent(Message message, Future<RecordMetadata> result) {}

    /**
     * Kafka aborts the open transaction of a former leader and refuses its later ones. Must come before the position is
     * read: what follows that position can have been sent by another leader.
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
     * Returns when Kafka has confirmed all messages but those that it refuses, and shows them to consumers.
     *
     * @throws KafkaException when Kafka fails, whatever the messages are
     */
    Refused send(List<Message> messages, KeepAlive keepAlive) throws SQLException {
        Refused refused = new Refused();
        refuseUnknownTopics(messages, refused, keepAlive);
        while (true) {
            List<Message> rest = messages.stream()
                    .filter(message -> !refused.contains(message))
                    .toList();
            if (rest.isEmpty() || sendInTransaction(rest, refused, keepAlive)) {
                return refused;
            }
        }
    }

    /** A send to an unknown topic would abort the transaction. */
    private void refuseUnknownTopics(List<Message> messages, Refused refused, KeepAlive keepAlive) throws SQLException {
        Set<String> topics = new HashSet<>();
        messages.forEach(message -> topics.add(message.source().topic()));
        for (String topic : topics) {
            try {
                producer().partitionsFor(topic);
            } catch (TimeoutException | InvalidTopicException | TopicAuthorizationException e) {
                LOG.warnf("events of %s wait: %s", topic, e.getMessage());
                refused.topics().add(topic);
                keepAlive.tick();
            }
        }
    }

    /** Returns false when the transaction was aborted because Kafka refuses a message, which is added then. */
    private boolean sendInTransaction(List<Message> messages, Refused refused, KeepAlive keepAlive)
            throws SQLException {
        List<Sent> sent = new ArrayList<>(messages.size());
        producer().beginTransaction();
        try {
            for (Message message : messages) {
                Sent one = new Sent(message, producer().send(message.content()));
                sent.add(one);
                Throwable failure = failure(one);
                if (failure != null) {
                    keepAlive.tick();
                    throw new KafkaException(failure);
                }
            }
            commit(keepAlive);
            return true;
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            if (!abort(sent, refused)) {
                throw e;
            }
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

    private boolean abort(List<Sent> sent, Refused refused) {
        producer().abortTransaction();
        boolean caused = false;
        for (Sent one : sent) {
            Throwable failure = failure(one);
            if (failure != null && !refused.contains(one.message()) && isRefusal(one.message(), failure, refused)) {
                LOG.warnf(
                        "Kafka refuses an event of %s: %s",
                        one.message().source().topic(), failure);
                caused = true;
            }
        }
        return caused;
    }

    private static boolean isRefusal(Message message, Throwable failure, Refused refused) {
        if (failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || failure instanceof InvalidRecordException
                || failure instanceof InvalidTimestampException) {
            return refused.messages().add(message);
        }
        if (failure instanceof TopicAuthorizationException
                || failure instanceof UnknownTopicOrPartitionException
                || failure instanceof InvalidTopicException) {
            return refused.topics().add(message.source().topic());
        }
        return false;
    }

    private static @Nullable Throwable failure(Sent one) {
        if (!one.result().isDone()) {
            return null;
        }
        try {
            one.result().get();
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
        if (last != null) {
            try {
                last.close(Duration.ZERO);
            } catch (InterruptException producerIsClosed) {
                LOG.debug("interrupted while closing the producer", producerIsClosed);
            }
        }
    }
}
