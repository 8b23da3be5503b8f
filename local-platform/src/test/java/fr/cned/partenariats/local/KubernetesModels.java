package fr.cned.partenariats.local;

import static java.util.Map.entry;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import fr.cned.partenariats.local.wiring.Layout;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Compares resources with the Java models of Kubernetes and Strimzi, which refuse an unknown field and a wrong type. The
 * operators of PostgreSQL and Keycloak publish no models: their resources may have the fields of {@code fields.txt} only.
 */
final class KubernetesModels {

    private static final Map<String, Class<?>> MODELS = Map.ofEntries(
            entry("v1 ConfigMap", ConfigMap.class),
            entry("v1 Service", Service.class),
            entry("apps/v1 Deployment", Deployment.class),
            entry("apps/v1 StatefulSet", StatefulSet.class),
            entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            entry("batch/v1 Job", Job.class),
            entry("networking.k8s.io/v1 Ingress", Ingress.class),
            entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
            entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
            entry("kafka.strimzi.io/v1beta2 Kafka", Kafka.class),
            entry("kafka.strimzi.io/v1beta2 KafkaNodePool", KafkaNodePool.class),
            entry("kafka.strimzi.io/v1beta2 KafkaTopic", KafkaTopic.class),
            entry("kafka.strimzi.io/v1beta2 KafkaUser", KafkaUser.class));

    private static final Path FIELDS =
            Layout.enclosingProject().resolve("local-platform/src/test/kubernetes/fields.txt");

    private static final ObjectMapper STRICT = JsonMapper.builder()
            .annotationIntrospector(new UnknownFieldsAreFaults())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    textual -> textual.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    /** The models keep unknown fields in a map. Without it, Jackson refuses them. */
    private static final class UnknownFieldsAreFaults extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }

        @Override
        public JsonIgnoreProperties.Value findPropertyIgnoralByName(MapperConfig<?> config, Annotated annotated) {
            return JsonIgnoreProperties.Value.empty();
        }
    }

    private KubernetesModels() {}

    /** Returns what Kubernetes would refuse in the resource, or nothing. */
    static Set<String> faults(JsonNode resource) {
        Class<?> model = MODELS.get(type(resource));
        return model == null ? unknownFields(resource) : refusals(resource, model);
    }

    static boolean hasModel(JsonNode resource) {
        return MODELS.containsKey(type(resource));
    }

    static String type(JsonNode resource) {
        return resource.path("apiVersion").asText() + " "
                + resource.path("kind").asText();
    }

    private static Set<String> refusals(JsonNode resource, Class<?> model) {
        try {
            STRICT.treeToValue(resource, model);
            return Set.of();
        } catch (JsonProcessingException refused) {
            return Set.of(refused.getMessage());
        }
    }

    private static Set<String> unknownFields(JsonNode resource) {
        Map<String, String> known = fields(type(resource));
        Set<String> faults = new TreeSet<>();
        eachValue("spec", resource.path("spec"), (path, type) -> {
            String expected = known.getOrDefault(path, known.get(path.replaceFirst("\\.[^.]+$", ".*")));
            if (!type.equals(expected)) {
                faults.add("%s: %s is %s, not %s".formatted(type(resource), path, type, expected));
            }
        });
        return faults;
    }

    /** The types of the fields of a kind. The last name of a path is an asterisk where any name is allowed. */
    private static Map<String, String> fields(String kind) {
        try {
            return Files.readAllLines(FIELDS).stream()
                    .filter(line -> line.startsWith(kind + " "))
                    .map(line -> line.substring(kind.length() + 1).split(" ", -1))
                    .collect(Collectors.toMap(words -> words[0], words -> words[1], (a, b) -> a, TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void eachValue(String path, JsonNode node, BiConsumer<String, String> values) {
        if (node.isObject()) {
            node.properties().forEach(field -> eachValue(path + "." + field.getKey(), field.getValue(), values));
        } else if (node.isArray()) {
            node.forEach(element -> eachValue(path + "[]", element, values));
        } else {
            values.accept(path, node.isIntegralNumber() ? "integer" : node.isBoolean() ? "boolean" : "string");
        }
    }
}
