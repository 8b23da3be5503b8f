package fr.cned.partenariats.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.local.KubernetesFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics and users for Strimzi have the rights of rights.txt, without that of creating topics. */
class KafkaResourcesTest {

    private static final String DEAD_LETTERS = ".dlq";

    @Test
    void everyTopicOfTheRightsExistsAsTheServicesWouldCreateIt() {
        KafkaRights rights = KafkaRights.load();
        Set<String> wanted = new TreeSet<>();
        for (String service : List.of("partner-service", "catalog-service", "enrollment-service")) {
            wanted.addAll(rights.written(service));
            rights.read(service).forEach(topic -> {
                wanted.add(topic);
                if (!topic.endsWith(DEAD_LETTERS)) {
                    wanted.add(topic + '.' + service + DEAD_LETTERS);
                }
            });
        }
        List<JsonNode> topics = KubernetesFiles.ofKind("KafkaTopic");

        assertThat(topics.stream().map(KubernetesFiles::name)).containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(topics).allSatisfy(topic -> {
            JsonNode config = topic.at("/spec/config");
            if (KubernetesFiles.name(topic).endsWith(DEAD_LETTERS)) {
                assertThat(config.path("retention.ms").asInt()).isEqualTo(-1);
            } else {
                assertThat(config.path("cleanup.policy").asText()).isEqualTo("compact");
            }
            assertThat(topic.at("/spec/partitions").asInt()).isEqualTo(3);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"partner-service", "catalog-service", "enrollment-service"})
    void aUserHasTheRightsOfRunExceptThatOfCreatingTopics(String service) {
        JsonNode user = KubernetesFiles.ofKind("KafkaUser").stream()
                .filter(one -> KubernetesFiles.name(one).equals(service))
                .findFirst()
                .orElseThrow();
        List<String> given = new ArrayList<>();
        for (JsonNode acl : user.at("/spec/authorization/acls")) {
            JsonNode resource = acl.path("resource");
            acl.path("operations")
                    .forEach(operation -> given.add(String.join(
                            " ",
                            resource.path("type").asText().toUpperCase(java.util.Locale.ROOT),
                            resource.path("name").asText(),
                            resource.path("patternType").asText(),
                            operation.asText().toUpperCase(java.util.Locale.ROOT))));
        }

        assertThat(given).containsExactlyInAnyOrderElementsOf(rightsOf(service).toList());
        assertThat(user.at("/spec/authentication/type").asText()).isEqualTo("scram-sha-512");
    }

    private static Stream<String> rightsOf(String service) {
        return KafkaRights.load().bindings(service).stream()
                .filter(right -> right.entry().operation() != AclOperation.CREATE)
                .map(KafkaResourcesTest::text);
    }

    private static String text(AclBinding right) {
        String pattern = right.pattern().patternType().name().equals("PREFIXED") ? "prefix" : "literal";
        return String.join(
                " ",
                right.pattern().resourceType().name().replace("_ID", "ID"),
                right.pattern().name(),
                pattern,
                right.entry().operation().name());
    }
}
