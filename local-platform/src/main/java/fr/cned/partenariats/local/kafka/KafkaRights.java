package fr.cned.partenariats.local.kafka;

import fr.cned.partenariats.local.lifecycle.Resource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The rights of each service on topics, from the file that the container kafka-init reads, too. */
final class KafkaRights {

    private static final String FILE = "/kafka/rights.txt";

    private final List<Line> lines;

    private KafkaRights(List<Line> lines) {
        this.lines = lines;
    }

    private record Line(String service, String right, String topic) {

        static Line of(String text) {
            String[] words = text.split("\\s+", 3);
            return new Line(words[0], words[1], words[2]);
        }
    }

    static KafkaRights load() {
        return new KafkaRights(Resource.text(FILE)
                .lines()
                .filter(Predicate.not(String::isBlank).and(line -> !line.startsWith("#")))
                .map(Line::of)
                .toList());
    }

    List<String> written(String service) {
        return topics(service, "write");
    }

    List<String> read(String service) {
        return topics(service, "read");
    }

    private List<String> topics(String service, String right) {
        return lines.stream()
                .filter(line -> line.service().equals(service) && line.right().equals(right))
                .map(Line::topic)
                .toList();
    }

    /** A service may also create the topics that it reads, because it may start before their writer. */
    Collection<AclBinding> bindings(String service) {
        Set<AclBinding> bindings = new LinkedHashSet<>();
        written(service).forEach(topic -> topic(bindings, service, topic, AclOperation.WRITE));
        read(service).forEach(topic -> {
            topic(bindings, service, topic, AclOperation.READ);
            topic(bindings, service, topic + '.' + service + ".dlq", AclOperation.WRITE);
        });
        bindings.add(binding(
                service,
                new ResourcePattern(ResourceType.GROUP, service + "-g", PatternType.PREFIXED),
                AclOperation.READ));
        bindings.add(binding(
                service,
                new ResourcePattern(ResourceType.TRANSACTIONAL_ID, service + "-relay", PatternType.LITERAL),
                AclOperation.WRITE));
        return bindings;
    }

    private static void topic(Set<AclBinding> bindings, String service, String topic, AclOperation operation) {
        ResourcePattern pattern = new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL);
        bindings.add(binding(service, pattern, operation));
        bindings.add(binding(service, pattern, AclOperation.CREATE));
    }

    private static AclBinding binding(String service, ResourcePattern pattern, AclOperation operation) {
        return new AclBinding(
                pattern, new AccessControlEntry("User:" + service, "*", operation, AclPermissionType.ALLOW));
    }
}
