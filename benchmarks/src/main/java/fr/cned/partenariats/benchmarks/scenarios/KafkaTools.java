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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Runs Kafka's performance tools, each in a process of its own, against the broker of a platform. */
final class KafkaTools {

    static final int PARTITIONS = 3;

    private static final ListOffsetsOptions COMMITTED = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);

    private static final Pattern P99 = Pattern.compile("99th = ([0-9.]+)");
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

    /** The 99th percentile from the send to the receipt of one message at a time, in milliseconds. */
    double endToEndP99(String topic, int messages, int bytes) {
        return number(
                P99,
                run(
                        "EndToEndLatency",
                        List.of(
                                platform.kafka().bootstrapServers(),
                                topic,
                                Integer.toString(messages),
                                "all",
                                Integer.toString(bytes),
                                settings.toString())));
    }

    /** Records per second of a producer that waits for all replicas. */
    double producerRate(String topic, int records, int bytes) {
        return number(
                RATE,
                run(
                        "ProducerPerformance",
                        List.of(
                                "--topic",
                                topic,
                                "--num-records",
                                Integer.toString(records),
                                "--record-size",
                                Integer.toString(bytes),
                                "--throughput",
                                "-1",
                                "--producer.config",
                                settings.toString(),
                                "--producer-props",
                                "acks=all",
                                "bootstrap.servers=" + platform.kafka().bootstrapServers())));
    }

    private String run(String tool, List<String> arguments) {
        List<String> line = Programs.java(List.of("-Xmx256m"), "org.apache.kafka.tools." + tool);
        line.addAll(arguments);
        return Programs.output(folder, line);
    }

    /** The last match: the tools also print intermediate figures. */
    private static double number(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        String last = "";
        while (matcher.find()) {
            last = matcher.group(1);
        }
        if (last.isEmpty()) {
            throw new PlatformFailure("The Kafka tool printed no figure: " + output);
        }
        return Double.parseDouble(last);
    }
}
