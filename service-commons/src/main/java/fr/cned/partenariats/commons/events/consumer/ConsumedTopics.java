package fr.cned.partenariats.commons.events.consumer;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The topics of other services that this one reads, and its consumer group. */
@ApplicationScoped
class ConsumedTopics {

    private final Set<String> topics;
    private final String group;

    ConsumedTopics(
            @ConfigProperty(name = "mp.messaging.incoming.events.topics") Optional<List<String>> topics,
            @ConfigProperty(name = "mp.messaging.connector.smallrye-kafka.group.id") String group) {
        this.topics = new TreeSet<>(topics.orElse(List.of()));
        this.group = group;
    }

    Set<String> topics() {
        return topics;
    }

    String group() {
        return group;
    }
}
