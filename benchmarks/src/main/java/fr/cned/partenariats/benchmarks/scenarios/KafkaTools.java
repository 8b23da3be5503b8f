package fr.cned.partenariats.benchmarks.scenarios;

import fr.cned.partenariats.benchmarks.process.Programs;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.PrivateFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Runs Kafka's performance tool in another process, against the broker of a platform. */
final class KafkaTools {

    static final int PARTITIONS = 3;

    private static final ListOffsetsOptions COMMITTED = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);

    private static final Pattern RATE = Pattern.compile("([0-9.]+) records/sec");

    private final LocalPlatform platform;
    private final Path folder;
    private final Path settings;

    KafkaTools(LocalPlatform platform, Path folder) {
        this.platform = platform;
        this.folder = folder;
        this.settings = folder.resolve("client.properties");
        PrivateFile.write(
                settings,
                platform.kafka().administratorSettings().entrySet().stream()
                        .filter(setting -> !setting.getKey().equals("client.id"))
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .toList());
    }

    void createTopic(String topic) {
        try (Admin admin = platform.kafka().administration()) {
            if (!join(admin.listTopics().names()).contains(topic)) {
                join(admin.createTopics(Set.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                        .all());
            }
        }
    }

    /**
     * The number of committed records that a topic has ever received, and of marks that end a transaction: at most one
     * per partition and 4 000 records of a backlog.
     */
    static long endOf(Admin admin, String topic) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            asked.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        return join(admin.listOffsets(asked, COMMITTED).all()).values().stream()
                .mapToLong(offset -> offset.offset())
                .sum();
    }

    private static <T> T join(KafkaFuture<T> answer) {
        return answer.toCompletionStage().toCompletableFuture().join();
    }

    /** Records per second of a producer that waits for all replicas. */
    double producerRate(String topic, int records, int bytes) {
        List<String> line = Programs.java(List.of("-Xmx256m"), "org.apache.kafka.tools.ProducerPerformance");
        line.addAll(List.of("--topic", topic, "--num-records", "" + records, "--record-size", "" + bytes));
        line.addAll(List.of("--throughput", "-1", "--producer.config", settings.toString()));
        line.addAll(List.of(
                "--producer-props",
                "acks=all",
                "bootstrap.servers=" + platform.kafka().bootstrapServers()));
        String output = Programs.output(folder, line);
        // The last figure: the tool also prints intermediate ones.
        return RATE.matcher(output)
                .results()
                .mapToDouble(match -> Double.parseDouble(match.group(1)))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new PlatformFailure("The Kafka tool printed no figure: " + output));
    }
}
