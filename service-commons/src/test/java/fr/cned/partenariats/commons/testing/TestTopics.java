package fr.cned.partenariats.commons.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Writes to the topics that the service reads, and reads the topics that it writes. */
public final class TestTopics {

    private static final KafkaProducer<String, byte[]> PRODUCER = new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap(), "acks", "all", "max.block.ms", 60_000),
            new StringSerializer(),
            new ByteArraySerializer());

    private TestTopics() {}

    /** Sends an event like another service. Returns when Kafka has confirmed it. */
    public static void publish(String topic, String key, String ceType, String json) {
        publishRaw(topic, key, Map.of("ce_id", UUID.randomUUID().toString(), "ce_type", ceType), json.getBytes(UTF_8));
    }

    /** Sends any message, readable or not. */
    public static void publishRaw(
            String topic, @Nullable String key, Map<String, String> headers, byte @Nullable [] value) {
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(topic, key, value);
        headers.forEach((name, text) -> message.headers().add(name, text.getBytes(UTF_8)));
        try {
            PRODUCER.send(message).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends an event in a transaction that is aborted, so that no consumer may see it. */
    public static void publishAborted(String topic, String key, String json) throws Exception {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap(), "transactional.id", "test-" + UUID.randomUUID()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, key, json.getBytes(UTF_8)))
                    .get();
            producer.abortTransaction();
        }
    }

    /**
     * The present messages of this key, oldest first, without repeated deliveries: the relay sends at least once.
     */
    public static List<Message> read(String topic, String key) {
        return deliveries(topic, key).stream().distinct().toList();
    }

    /** The same with repeated deliveries. */
    public static List<Message> deliveries(String topic, String key) {
        return readAll(topic).stream().filter(m -> key.equals(m.key())).toList();
    }

    /** All present messages of the topic. */
    public static List<Message> readAll(String topic) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap(),
                        "auto.offset.reset",
                        "earliest",
                        "allow.auto.create.topics",
                        false,
                        "isolation.level",
                        "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<Message> messages = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(r -> messages.add(Message.of(r)));
            }
            return messages;
        }
    }

    /**
     * The ends of the topic's partitions. All that is added moves them, also events that consumers do not see because
     * their transaction is open or aborted.
     */
    public static Map<TopicPartition, Long> ends(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap()), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.endOffsets(consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList());
        }
    }

    private static String bootstrap() {
        return ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
    }

    /** A message with its headers as strings. */
    public record Message(@Nullable String key, Map<String, String> headers, String value) {

        static Message of(ConsumerRecord<String, byte[]> message) {
            List<org.apache.kafka.common.header.Header> headers = new ArrayList<>();
            message.headers().forEach(headers::add);
            return new Message(
                    message.key(),
                    headers.stream()
                            .collect(Collectors.toMap(h -> h.key(), h -> new String(h.value(), UTF_8), (a, b) -> b)),
                    message.value() == null ? "" : new String(message.value(), UTF_8));
        }
    }
}
