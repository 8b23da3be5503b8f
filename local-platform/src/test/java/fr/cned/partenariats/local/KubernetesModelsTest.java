package fr.cned.partenariats.local;

import static fr.cned.partenariats.local.KubernetesFiles.ofKind;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field of the resources exists in the API of Kubernetes or of the operator, and has its type. */
class KubernetesModelsTest {

    private static final Set<String> WITHOUT_MODEL =
            Set.of("postgresql.cnpg.io/v1 Cluster", "k8s.keycloak.org/v2alpha1 Keycloak");

    @TempDir
    Path directory;

    @Test
    void theResourcesOfTheBaseFitTheirModels() {
        assertFit(KubernetesFiles.resources());
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "small", "tls"})
    void theRenderedOverlaysFitTheirModels(String overlay) throws IOException, InterruptedException {
        Command.require("the rendered resources of the overlay " + overlay, "kustomize", "version");
        Command.Output rendered = Command.run(
                Map.of(),
                "kustomize",
                "build",
                KubernetesFiles.DIRECTORY.resolve("overlays").resolve(overlay).toString());
        assertThat(rendered.exit()).as(rendered.text()).isZero();

        List<JsonNode> resources =
                KubernetesFiles.read(Files.writeString(directory.resolve("rendered.yaml"), rendered.text()));
        assertThat(resources).hasSize(KubernetesFiles.resources().size() + 2);
        assertThat(resources)
                .allMatch(resource -> resource.at("/metadata/namespace").isTextual());
        assertFit(resources);
        if (overlay.equals("tls")) {
            assertEncrypted(resources);
        }
    }

    /** Health, metrics and counts go through the management ports, as HTTP. */
    private static void assertEncrypted(List<JsonNode> resources) {
        for (String name :
                List.of("gateway", "partner-service", "catalog-service", "enrollment-service", "partner-migration")) {
            JsonNode container = resources.stream()
                    .filter(resource -> KubernetesFiles.name(resource).equals(name))
                    .map(resource -> resource.at("/spec/template/spec/containers/0"))
                    .filter(JsonNode::isObject)
                    .findFirst()
                    .orElseThrow();
            assertThat(container.path("env").findValuesAsText("value"))
                    .as(name)
                    .anyMatch(value -> value.contains("javax.net.ssl.trustStore"))
                    .anyMatch(value -> value.startsWith("https://keycloak-service:8443"))
                    .noneMatch(value -> value.matches("http://(\\w+-service:808\\d|keycloak-service).*"))
                    .noneMatch(value -> value.startsWith("jdbc:") && !value.contains("sslmode=verify-full"));
        }
    }

    /** Otherwise a model that takes everything would go unnoticed. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Deployment              | /spec                                       | replica          | 2
            Deployment              | /spec                                       | replicas         | two
            Deployment              | /spec/template/spec                         | nodeSelectors    | {}
            Deployment              | /spec/template/spec/containers/0            | imagePolicy      | Always
            Deployment              | /spec/template/spec/containers/0/env/0      | value            | 8080
            Deployment              | /spec/template/spec/containers/0/env/0      | value            | false
            StatefulSet             | /spec/template/spec/containers/0/livenessProbe/httpGet | pathh | /
            Service                 | /spec/ports/0                               | port             | http
            HorizontalPodAutoscaler | /spec                                       | maxReplica       | 4
            Job                     | /spec                                       | backOffLimit     | 4
            NetworkPolicy           | /spec                                       | policyType       | [Ingress]
            PodDisruptionBudget     | /spec                                       | maxUnavailables  | 1
            Kafka                   | /spec/kafka/listeners/0                     | authorization    | {}
            Kafka                   | /spec                                       | kafkaExporters   | {}
            KafkaNodePool           | /spec/storage/volumes/0                     | sizes            | 1Gi
            KafkaTopic              | /spec                                       | partition        | 3
            KafkaTopic              | /spec                                       | partitions       | three
            KafkaUser               | /spec/authorization/acls/0                  | operation2       | Read
            Cluster                 | /spec                                       | instance         | 1
            Cluster                 | /spec                                       | instances        | one
            Cluster                 | /spec/postgresql/parameters                 | max_connections  | 100
            Keycloak                | /spec/hostname                              | backchannel      | true
            """)
    void aMisspeltFieldAndAWrongTypeAreFaults(String kind, String object, String field, String value)
            throws IOException {
        JsonNode resource = ofKind(kind).get(0);
        assertThat(resource.at(object).isObject()).as(object).isTrue();
        assertThat(KubernetesModels.faults(resource)).isEmpty();

        ((ObjectNode) resource.at(object)).set(field, new YAMLMapper().readTree(value));

        assertThat(KubernetesModels.faults(resource)).singleElement().asString().contains(field);
    }

    private static void assertFit(List<JsonNode> resources) {
        Set<String> withoutModel = new TreeSet<>();
        assertThat(resources).hasSizeGreaterThan(50).allSatisfy(resource -> {
            assertThat(KubernetesModels.faults(resource))
                    .as(KubernetesFiles.name(resource))
                    .isEmpty();
            if (!KubernetesModels.hasModel(resource)) {
                withoutModel.add(KubernetesModels.type(resource));
            }
        });
        System.out.println("Compared with the list of fields.txt, because there is no model: " + withoutModel);
        assertThat(withoutModel).isEqualTo(new TreeSet<>(WITHOUT_MODEL));
    }
}
