package fr.cned.partenariats.commons.events.consumer;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * Creates the topics that this service writes and reads, unless another service has created them. State topics are
 * compacted: they keep the last state of each aggregate for new consumers.
 */
@ApplicationScoped
class KafkaTopics {

    private static final Logger LOG = Logger.getLogger(KafkaTopics.class);
    private static final int RETRY_SECONDS = 2;
    private static final int AGAIN_SECONDS = 10;

    private final Map<String, Object> kafka;
    private final ConsumedTopics consumed;
    private final List<String> produced;
    private final List<String> deadLetters;
    private final String service;
    private final int partitions;
    private final Optional<Short> replication;
    private boolean created;
    private final Thread thread = new Thread(this::createRepeatedly, "kafka-topics");

    KafkaTopics(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            ConsumedTopics consumed,
            @ConfigProperty(name = "commons.topics.produced") Optional<List<String>> produced,
            @ConfigProperty(name = "commons.topics.partitions") int partitions,
            @ConfigProperty(name = "mp.messaging.incoming.dead-letters.topics") Optional<List<String>> deadLetters,
            @ConfigProperty(name = "commons.topics.replication") Optional<Short> replication,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.kafka = kafka;
        this.consumed = consumed;
        this.produced = produced.orElse(List.of());
        this.deadLetters = deadLetters.orElse(List.of());
        this.partitions = partitions;
        this.replication = replication;
        this.service = service;
    }

    /** Runs in the background, because a service starts and serves without Kafka. */
    void start(@Observes StartupEvent event) {
        thread.setDaemon(true);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        thread.interrupt();
    }

    /** Repeats, so that a broker that lost its data gets its topics back. */
    private void createRepeatedly() {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(tryCreate() ? AGAIN_SECONDS : RETRY_SECONDS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean tryCreate() throws InterruptedException {
        try (Admin admin = Admin.create(adminConfig(kafka))) {
            Set<String> existing = admin.listTopics().names().get();
            List<NewTopic> missing = wanted().stream()
                    .filter(topic -> !existing.contains(topic.name()))
                    .toList();
            for (KafkaFuture<Void> creation :
                    admin.createTopics(missing).values().values()) {
                awaitCreation(creation);
            }
            created = true;
            return true;
        } catch (ExecutionException | KafkaException e) {
            LOG.logf(created ? Level.DEBUG : Level.WARN, "topics cannot be created yet: %s", e.getMessage());
            return false;
        }
    }

    private static void awaitCreation(KafkaFuture<Void> creation) throws ExecutionException, InterruptedException {
        try {
            creation.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private List<NewTopic> wanted() {
        List<NewTopic> topics = new ArrayList<>();
        Stream.concat(produced.stream(), consumed.topics().stream())
                .distinct()
                .forEach(topic -> topics.add(topic(topic, Map.of("cleanup.policy", "compact"))));
        Stream.concat(deadLetters.stream(), consumed.topics().stream().map(topic -> topic + '.' + service + ".dlq"))
                .forEach(topic -> topics.add(topic(topic, Map.of("retention.ms", "-1"))));
        return topics;
    }

    private NewTopic topic(String name, Map<String, String> configs) {
        return new NewTopic(name, Optional.of(partitions), replication).configs(configs);
    }

    static Map<String, Object> adminConfig(Map<String, Object> kafka) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put("request.timeout.ms", 3_000);
        config.put("default.api.timeout.ms", 5_000);
        config.put("reconnect.backoff.max.ms", 1_000);
        return config;
    }
}
