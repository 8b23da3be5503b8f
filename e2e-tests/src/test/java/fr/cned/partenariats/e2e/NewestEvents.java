package fr.cned.partenariats.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.local.kafka.KafkaBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The newest event of each object on a topic, as a new consumer reads it. */
final class NewestEvents {

    private static final ObjectMapper JSON = new ObjectMapper();

    private NewestEvents() {}

    /** Returns id and revision of each object. */
    static Set<String> of(KafkaBroker kafka, String topic) {
        Map<String, Object> settings = new HashMap<>(kafka.administratorSettings());
        settings.put("isolation.level", "read_committed");
        Map<String, Long> newest = new TreeMap<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(event -> take(event, newest));
            }
        }
        Set<String> objects = new TreeSet<>();
        newest.forEach((id, revision) -> objects.add(id + " " + revision));
        return objects;
    }

    private static void take(ConsumerRecord<String, byte[]> event, Map<String, Long> newest) {
        if (event.value() == null) {
            newest.remove(event.key());
            return;
        }
        try {
            JsonNode body = JSON.readTree(event.value());
            newest.put(event.key(), body.path("revision").asLong(-1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
