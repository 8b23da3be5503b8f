package fr.cned.partenariats.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.local.LocalPlatform;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends the newest event of a partner again, without all its fields but id and revision: no service can process it. */
final class PoisonEvent {

    private static final String TOPIC = "partner.partners.v1";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL = Duration.ofSeconds(1);

    private PoisonEvent() {}

    static void send(LocalPlatform platform, UUID partner)
            throws IOException, ExecutionException, InterruptedException {
        ConsumerRecord<String, byte[]> last = newest(platform, partner.toString());
        ObjectNode body = (ObjectNode) JSON.readTree(last.value());
        body.retain(Set.of("id", "revision"));
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                platform.kafka().administratorSettings(), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            TOPIC, last.partition(), last.key(), body.toString().getBytes(UTF_8), last.headers()))
                    .get();
        }
    }

    private static ConsumerRecord<String, byte[]> newest(LocalPlatform platform, String key) {
        Map<String, Object> settings = new HashMap<>(platform.kafka().administratorSettings());
        settings.put("isolation.level", "read_committed");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<String, ConsumerRecord<String, byte[]>> newest = new HashMap<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                StreamSupport.stream(consumer.poll(POLL).spliterator(), false)
                        .forEach(event -> newest.put(event.key(), event));
            }
            ConsumerRecord<String, byte[]> found = newest.get(key);
            if (found == null) {
                throw new AssertionError("no event of " + key);
            }
            return found;
        }
    }
}
