package fr.cned.partenariats.e2e;

import fr.cned.partenariats.local.LocalPlatform;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** The end of each partition of the topics of a service. Whatever is added to a topic moves it. */
final class TopicEnds {

    private TopicEnds() {}

    static Map<String, Long> of(LocalPlatform platform, String prefix) {
        return of(platform, (String topic) -> topic.startsWith(prefix));
    }

    static Map<String, Long> of(LocalPlatform platform, Predicate<String> wanted) {
        try (Admin admin = platform.kafka().administration()) {
            Set<String> topics =
                    admin.listTopics().names().get().stream().filter(wanted).collect(Collectors.toSet());
            Map<TopicPartition, OffsetSpec> asked = admin.describeTopics(topics).allTopicNames().get().values().stream()
                    .flatMap(topic -> topic.partitions().stream()
                            .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                    .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
            Map<String, Long> ends = new TreeMap<>();
            admin.listOffsets(asked)
                    .all()
                    .get()
                    .forEach((partition, end) -> ends.put(partition.toString(), end.offset()));
            return ends;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
