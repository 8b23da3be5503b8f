package fr.cned.partenariats.local;

import static fr.cned.partenariats.local.KubernetesFiles.name;
import static fr.cned.partenariats.local.KubernetesFiles.ofKind;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each pod reaches the addresses in its settings, and nothing else. */
class NetworkPoliciesTest {

    private static final Pattern ADDRESS = Pattern.compile("(?:^|//|,)([a-z][a-z0-9.-]*):(\\d+)");
    private static final Map<String, String> KAFKA = Map.of("strimzi.io/cluster", "kafka", "strimzi.io/kind", "Kafka");

    private record Pod(Map<String, String> labels, JsonNode spec) {}

    @Test
    void everyPodReachesTheAddressesInItsSettings() {
        List<String> checked = new ArrayList<>();
        for (Pod pod : pods()) {
            for (String value : pod.spec().at("/containers/0/env").findValuesAsText("value")) {
                ADDRESS.matcher(value)
                        .results()
                        .filter(found -> !found.group(1).equals("localhost"))
                        .forEach(found -> {
                            Map<String, String> target = labelsOf(found.group(1));
                            int port = Integer.parseInt(found.group(2));
                            assertThat(mayLeave(pod.labels(), target, port))
                                    .as("%s to %s", pod.labels(), found.group())
                                    .isTrue();
                            assertThat(mayEnter(pod.labels(), target, port))
                                    .as("%s from %s", found.group(), pod.labels())
                                    .isTrue();
                            checked.add(pod.labels() + found.group());
                        });
            }
        }
        assertThat(checked).hasSizeGreaterThan(25);
    }

    @ParameterizedTest
    @CsvSource({
        "gateway, partner-db, 5432",
        "gateway, keycloak-db, 5432",
        "partner-service, enrollment-db, 5432",
        "enrollment-service, keycloak-db, 5432",
        "enrollment-service, catalog-service, 8082",
        "keycloak, partner-db, 5432",
        "keycloak, partner-service, 8081",
        "keycloak-init, partner-service, 8081",
        "partner-db, partner-service, 8081",
    })
    void othersAreOutOfReach(String from, String to, int port) {
        assertThat(mayLeave(labelsOf(from), labelsOf(to), port)).isFalse();
        assertThat(mayEnter(labelsOf(from), labelsOf(to), port)).isFalse();
    }

    @Test
    void theGatewayDoesNotReachKafkaAndOnlyPartnerServiceTheInternet() {
        assertThat(mayLeave(labelsOf("gateway"), KAFKA, 9093)).isFalse();
        assertThat(policies("Egress"))
                .filteredOn(policy -> policy.toString().contains("ipBlock"))
                .singleElement()
                .satisfies(policy -> assertThat(
                                policy.at("/podSelector/matchLabels/app").asText())
                        .isEqualTo("partner-service"));
        assertThat(policies("Egress")
                        .filter(policy -> policy.path("podSelector").isEmpty()))
                .as("the rule for all pods, and the one for names")
                .hasSize(2);
    }

    /** Notices come from partner-service, the mails of invitations from Keycloak. */
    @Test
    void partnerServiceAndKeycloakReachMailServers() {
        assertThat(policies("Egress").filter(policy -> policy.toString().contains("{\"port\":587}")))
                .singleElement()
                .satisfies(policy -> {
                    assertThat(selects(policy.path("podSelector"), labelsOf("partner-service")))
                            .isTrue();
                    assertThat(selects(policy.path("podSelector"), labelsOf("keycloak")))
                            .isTrue();
                    assertThat(selects(policy.path("podSelector"), labelsOf("gateway")))
                            .isFalse();
                });
    }

    private static List<Pod> pods() {
        return Stream.of("Deployment", "StatefulSet", "Job")
                .flatMap(kind -> ofKind(kind).stream())
                .map(one -> new Pod(texts(one.at("/spec/template/metadata/labels")), one.at("/spec/template/spec")))
                .toList();
    }

    /** By the name of a Service, of a database or of an operator's pod. */
    private static Map<String, String> labelsOf(String host) {
        String first = host.replaceFirst("^gateway-\\d\\.", "").replaceFirst("\\..*", "");
        if (first.equals("kafka-kafka-bootstrap")) {
            return KAFKA;
        }
        String cluster = first.replaceFirst("-rw$", "");
        if (ofKind("Cluster").stream().anyMatch(one -> name(one).equals(cluster))) {
            return Map.of("cnpg.io/cluster", cluster);
        }
        return ofKind("Service").stream()
                .filter(service -> name(service).equals(first))
                .map(service -> texts(service.at("/spec/selector")))
                .findFirst()
                .orElse(Map.of("app", first.replaceFirst("^keycloak-service$", "keycloak")));
    }

    private static boolean mayLeave(Map<String, String> from, Map<String, String> to, int port) {
        return policies("Egress")
                .filter(policy -> selects(policy.path("podSelector"), from))
                .flatMap(policy -> stream(policy.path("egress")))
                .anyMatch(rule -> hasPort(rule, port, to)
                        && stream(rule.path("to"))
                                .anyMatch(peer -> peer.has("podSelector") && selects(peer.path("podSelector"), to)));
    }

    /** The operators of Kafka and Keycloak make the policy of their pods from the peers that they are given. */
    private static boolean mayEnter(Map<String, String> from, Map<String, String> to, int port) {
        Stream<JsonNode> peers;
        if (to.equals(KAFKA)) {
            peers = stream(ofKind("Kafka").get(0).at("/spec/kafka/listeners/0/networkPolicyPeers"));
        } else if ("keycloak".equals(to.get("app"))) {
            peers = stream(ofKind("Keycloak").get(0).at("/spec/networkPolicy/http"));
        } else {
            peers = policies("Ingress")
                    .filter(policy -> selects(policy.path("podSelector"), to))
                    .flatMap(policy -> stream(policy.path("ingress")))
                    .filter(rule -> hasPort(rule, port, to))
                    .flatMap(rule -> stream(rule.path("from")));
        }
        return peers.anyMatch(peer -> peer.has("podSelector") && selects(peer.path("podSelector"), from));
    }

    private static Stream<JsonNode> policies(String type) {
        return ofKind("NetworkPolicy").stream()
                .map(policy -> policy.path("spec"))
                .filter(policy -> policy.path("policyTypes").toString().contains(type));
    }

    private static boolean selects(JsonNode selector, Map<String, String> labels) {
        boolean byLabels = texts(selector.path("matchLabels")).entrySet().stream()
                .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
        return byLabels
                && stream(selector.path("matchExpressions")).allMatch(expression -> {
                    String value = labels.getOrDefault(expression.path("key").asText(), "");
                    return expression.path("operator").asText().equals("Exists")
                            ? !value.isEmpty()
                            : stream(expression.path("values"))
                                    .anyMatch(one -> one.asText().equals(value));
                });
    }

    private static boolean hasPort(JsonNode rule, int port, Map<String, String> to) {
        return rule.path("ports").isMissingNode()
                || stream(rule.path("ports"))
                        .map(one -> one.path("port").asText())
                        .anyMatch(one -> one.equals(Integer.toString(port)) || named(one, to) == port);
    }

    private static int named(String port, Map<String, String> to) {
        return Stream.of(ServiceKind.values())
                .filter(kind -> kind.module().equals(to.get("app")))
                .mapToInt(kind -> switch (port) {
                    case "http" -> Ports.standard().of(kind);
                    case "management" -> Ports.standard().managementOf(kind);
                    default -> 0;
                })
                .sum();
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
