package fr.cned.partenariats.commons.events.consumer;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/** The topics and the consumer group of this service, read from its channel configuration. */
@ApplicationScoped
class ConsumedTopics {

    private static final Pattern TOPIC = Pattern.compile("mp\\.messaging\\.incoming\\.([\\w-]+)\\.topic");

    private final Set<String> topics = new TreeSet<>();
    private final String group;

    ConsumedTopics(Config config) {
        for (String name : config.getPropertyNames()) {
            Matcher matcher = TOPIC.matcher(name);
            if (matcher.matches()) {
                topics.add(config.getValue(name, String.class));
            }
        }
        group = config.getValue("mp.messaging.connector.smallrye-kafka.group.id", String.class);
    }

    Set<String> topics() {
        return topics;
    }

    String group() {
        return group;
    }
}
