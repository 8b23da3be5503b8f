package fr.cned.partenariats.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.local.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The container script calls the Kafka tools with the same rights that ./run sets. */
class KafkaInitScriptTest {

    private static final Map<String, String> PASSWORDS = Map.of(
            "partner-service", "partner-password",
            "catalog-service", "catalog-password",
            "enrollment-service", "enrollment-password");

    /** The exporter reads offsets, no events. */
    private static final List<ResourceType> MONITORED = List.of(ResourceType.TOPIC, ResourceType.GROUP);

    @TempDir
    Path kafkaHome;

    @Test
    void eachServiceGetsItsPasswordAndTheRightsOfRun() throws Exception {
        provideRecorder("kafka-acls.sh");
        provideRecorder("kafka-configs.sh");

        Command.Output output = Command.run(
                Map.of(
                        "KAFKA_HOME", kafkaHome.toString(),
                        "KAFKA_RIGHTS",
                                Path.of("src/main/resources/kafka/rights.txt")
                                        .toAbsolutePath()
                                        .toString(),
                        "KAFKA_ADMIN_PASSWORD", "admin-password",
                        "PARTNER_KAFKA_PASSWORD", "partner-password",
                        "CATALOG_KAFKA_PASSWORD", "catalog-password",
                        "ENROLLMENT_KAFKA_PASSWORD", "enrollment-password",
                        "MONITOR_KAFKA_PASSWORD", "monitor-password"),
                Command.script("kafka-init.sh").toString());

        assertThat(output).isEqualTo(new Command.Output(0, ""));
        List<List<String>> calls = Files.readAllLines(kafkaHome.resolve("calls")).stream()
                .map(line -> Arrays.asList(line.split(" ", -1)))
                .toList();
        Set<AclBinding> given = new HashSet<>();
        calls.stream().filter(call -> call.contains("--add")).forEach(call -> given.addAll(bindings(call)));
        assertThat(given)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                PASSWORDS.keySet().stream()
                                        .flatMap(service -> KafkaRights.load().bindings(service).stream()),
                                MONITORED.stream().map(KafkaInitScriptTest::describe))
                        .toList());
        PASSWORDS.forEach((service, password) -> assertThat(calls)
                .anyMatch(call -> call.contains("--alter")
                        && values(call, "--entity-name").equals(List.of(service))
                        && values(call, "--add-config").equals(List.of("SCRAM-SHA-512=[password=" + password + "]"))));
    }

    private static AclBinding describe(ResourceType type) {
        return new AclBinding(
                new ResourcePattern(type, "*", PatternType.LITERAL),
                new AccessControlEntry("User:monitor", "*", AclOperation.DESCRIBE, AclPermissionType.ALLOW));
    }

    private void provideRecorder(String tool) throws IOException {
        Path file = Files.writeString(
                Files.createDirectories(kafkaHome.resolve("bin")).resolve(tool),
                "#!/usr/bin/env bash\necho \"$*\" >>\"$KAFKA_HOME/calls\"\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static List<AclBinding> bindings(List<String> call) {
        PatternType type = values(call, "--resource-pattern-type").contains("prefixed")
                ? PatternType.PREFIXED
                : PatternType.LITERAL;
        List<ResourcePattern> resources = Map.of(
                        "--topic", ResourceType.TOPIC,
                        "--group", ResourceType.GROUP,
                        "--transactional-id", ResourceType.TRANSACTIONAL_ID)
                .entrySet()
                .stream()
                .flatMap(kind -> values(call, kind.getKey()).stream()
                        .map(name -> new ResourcePattern(kind.getValue(), name, type)))
                .toList();
        List<AclBinding> bindings = new ArrayList<>();
        for (ResourcePattern resource : resources) {
            for (String operation : values(call, "--operation")) {
                bindings.add(new AclBinding(
                        resource,
                        new AccessControlEntry(
                                values(call, "--allow-principal").get(0),
                                "*",
                                AclOperation.fromString(operation),
                                AclPermissionType.ALLOW)));
            }
        }
        return bindings;
    }

    private static List<String> values(List<String> call, String option) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i + 1 < call.size(); i++) {
            if (call.get(i).equals(option)) {
                values.add(call.get(i + 1));
            }
        }
        return values;
    }
}
