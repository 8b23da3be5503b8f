package fr.cned.partenariats.local;

import static fr.cned.partenariats.local.KubernetesFiles.name;
import static fr.cned.partenariats.local.KubernetesFiles.ofKind;
import static fr.cned.partenariats.local.KubernetesFiles.resources;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.Layout;
import fr.cned.partenariats.local.wiring.Memory;
import fr.cned.partenariats.local.wiring.Ports;
import fr.cned.partenariats.local.wiring.Secrets;
import fr.cned.partenariats.local.wiring.Wiring;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the resources for Kubernetes, without Kubernetes. */
class KubernetesFilesTest {

    private static final Set<String> PODS = Set.of("Deployment", "StatefulSet", "Job");
    private static final int OF_THE_RELAY = 1;
    private static final int OF_THE_OPERATOR = 10;

    @TempDir
    Path directory;

    @Test
    void everyFileIsInTheKustomizationAndEveryResourceHasAnUniqueName() {
        JsonNode base = KubernetesFiles.read(KubernetesFiles.DIRECTORY.resolve("base/kustomization.yaml"))
                .get(0);
        assertThat(texts(base.path("resources")))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(
                                KubernetesFiles.DIRECTORY.resolve("base").resolve(file))
                        .isRegularFile());
        assertThat(KubernetesFiles.DIRECTORY.resolve("base").toFile().list())
                // The kustomization, and the folder of keycloak-init.
                .hasSize(base.path("resources").size() + 2);
        assertThat(resources().stream().map(resource -> resource.path("kind").asText() + " " + name(resource)))
                .doesNotHaveDuplicates()
                .allMatch(identity -> identity.matches("[A-Z]\\w+ [a-z][a-z0-9.-]+"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "small"})
    void theOverlaysChangeWhatExists(String overlay) {
        Path file =
                KubernetesFiles.DIRECTORY.resolve("overlays").resolve(overlay).resolve("kustomization.yaml");
        JsonNode kustomization = KubernetesFiles.read(file).get(0);

        Set<String> images = new TreeSet<>();
        containers().forEach(container -> images.add(container.path("image").asText()));
        assertThat(kustomization.path("images").findValuesAsText("name")).containsExactlyInAnyOrderElementsOf(images);
        for (JsonNode patch : kustomization.path("patches")) {
            List<JsonNode> targets = ofKind(patch.at("/target/kind").asText());
            assertThat(targets).as(patch.toString()).isNotEmpty();
            for (String path : patch.path("patch")
                    .asText()
                    .lines()
                    .map(line -> line.replaceAll(".*path: ([^,]+),.*", "$1"))
                    .toList()) {
                assertThat(targets).as(path).allMatch(target -> !target.at(path).isMissingNode());
            }
        }
    }

    @Test
    void everyPodIsHardened() {
        assertThat(pods()).hasSize(ServiceKind.values().length + 4).allSatisfy(pod -> {
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(10_001);
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        });
        assertThat(containers()).allSatisfy(container -> {
            JsonNode security = container.path("securityContext");
            assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(texts(security.at("/capabilities/drop"))).containsExactly("ALL");
            assertThat(container.at("/resources/requests").has("cpu")).isTrue();
            assertThat(container.at("/resources/limits/memory").asText())
                    .isEqualTo(container.path("name").asText().equals("enrollment-service") ? "800Mi" : "400Mi");
        });
    }

    /** The operator would publish all of Keycloak and let every pod reach it. */
    @Test
    void onlyTheRealmOfThePlatformIsPublished() {
        JsonNode keycloak = ofKind("Keycloak").get(0).path("spec");
        assertThat(keycloak.at("/ingress/enabled").asBoolean(true)).isFalse();
        assertThat(keycloak.at("/networkPolicy/http")).isNotEmpty();
        assertThat(keycloak.at("/networkPolicy/management")).isNotEmpty();
        assertThat(ofKind("Ingress")).singleElement().satisfies(ingress -> {
            assertThat(ingress.findValuesAsText("path")).containsExactly("/realms/cned/", "/resources/");
            assertThat("https://" + ingress.at("/spec/rules/0/host").asText())
                    .isEqualTo(keycloak.at("/hostname/hostname").asText())
                    .isNotEqualTo(keycloak.at("/hostname/admin").asText());
        });
        assertThat(ofKind("Job"))
                .filteredOn(job -> name(job).equals("keycloak-init"))
                .singleElement()
                .satisfies(job -> assertThat(job.at("/spec/template/spec/containers/0/env/1/value")
                                .asText())
                        .isEqualTo(keycloak.at("/hostname/admin").asText()));
    }

    @ParameterizedTest
    @EnumSource(ServiceKind.class)
    void everyPartHasProbesABudgetSpreadAndAPolicy(ServiceKind kind) {
        JsonNode workload = workload(kind);
        JsonNode pod = workload.at("/spec/template/spec");
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(pod.at("/containers/0").path(probe).at("/httpGet/port").asText())
                    .as(probe)
                    .isEqualTo("management");
        }
        assertThat(workload.at("/spec/replicas").asInt()).isGreaterThan(1);
        assertThat(pod.path("topologySpreadConstraints")).isNotEmpty();
        assertThat(ofKind("PodDisruptionBudget"))
                .anyMatch(budget -> name(budget).equals(kind.module()));
        assertThat(pod.at("/containers/0/ports").findValuesAsText("containerPort"))
                .containsExactly(
                        Integer.toString(Ports.standard().of(kind)),
                        Integer.toString(Ports.standard().managementOf(kind)));
    }

    /** As docker-compose.yml. Only the job that migrates has the owner's password. */
    @ParameterizedTest
    @EnumSource(ServiceKind.class)
    void everyPartGetsTheVariablesThatRunSets(ServiceKind kind) {
        Layout layout = new Layout(Layout.enclosingProject(), directory, directory);
        Set<String> set = new TreeSet<>(new Wiring(
                        layout, Ports.standard(), Memory.standard(), new Secrets(layout.secrets()), List.of(), Map.of())
                .environment(kind)
                .keySet());
        set.removeIf(name -> name.matches("QUARKUS_(HTTP|MANAGEMENT)_(HOST|PORT)"));
        Set<String> ofTheService = new TreeSet<>(set);
        ofTheService.removeIf(name -> name.startsWith("QUARKUS_FLYWAY_"));

        List<String> names = variables(workload(kind));
        assertThat(names)
                .containsAll(ofTheService)
                .doesNotContain("QUARKUS_FLYWAY_PASSWORD")
                .doesNotHaveDuplicates();
        if (kind != ServiceKind.GATEWAY) {
            assertThat(names).contains("QUARKUS_FLYWAY_MIGRATE_AT_START");
            String job = kind.module().replace("-service", "-migration");
            assertThat(ofKind("Job"))
                    .filteredOn(one -> name(one).equals(job))
                    .singleElement()
                    .satisfies(
                            one -> assertThat(variables(one)).containsAll(set).contains("QUARKUS_INIT_AND_EXIT"));
        }
    }

    /** By default the gateway names Keycloak as its pods reach it, which no browser can. */
    @ParameterizedTest
    @ValueSource(strings = {"production", "small"})
    void thePagesGetThePublicAddressesOfTheLogin(String overlay) {
        JsonNode kustomization = KubernetesFiles.read(KubernetesFiles.DIRECTORY
                        .resolve("overlays")
                        .resolve(overlay)
                        .resolve("kustomization.yaml"))
                .get(0);
        List<String> publicAddresses = texts(kustomization.at("/configMapGenerator/0/literals")).stream()
                .filter(literal -> literal.contains("=https://login.example.org/realms/cned/"))
                .map(literal -> literal.replaceFirst("=.*", ""))
                .toList();

        assertThat(workload(ServiceKind.GATEWAY).at("/spec/template/spec/containers/0/env"))
                .filteredOn(variable -> variable.path("name").asText().startsWith("GATEWAY_DOCS_"))
                .extracting(variable ->
                        variable.at("/valueFrom/configMapKeyRef/key").asText())
                .containsExactlyInAnyOrder("authorization-url", "logout-url", "token-url")
                .containsExactlyInAnyOrderElementsOf(publicAddresses);
    }

    @Test
    void secretsAreReferencesOnly() {
        assertThat(ofKind("Secret")).isEmpty();
        assertThat(containers()
                        .flatMap(container ->
                                StreamSupport.stream(container.path("env").spliterator(), false)))
                .filteredOn(
                        variable -> variable.path("name").asText().matches(".*(PASSWORD|SECRET|ENCRYPTION_KEY|JAAS).*"))
                .isNotEmpty()
                .allMatch(variable -> variable.at("/valueFrom").has("secretKeyRef") && !variable.has("value"));
    }

    /** Each instance has a pool and a connection of its relay. */
    @Test
    void theConnectionsOfAllInstancesFit() throws Exception {
        String common = Files.readString(Layout.enclosingProject()
                .resolve("service-commons/src/main/resources/META-INF/microprofile-config.properties"));
        int pool = Integer.parseInt(common.replaceAll("(?s).*jdbc\\.max-size=(\\d+).*", "$1"));
        for (JsonNode scaler : ofKind("HorizontalPodAutoscaler")) {
            String database = name(scaler).replace("-service", "-db");
            int available = ofKind("Cluster").stream()
                    .filter(cluster -> name(cluster).equals(database))
                    .mapToInt(cluster -> cluster.at("/spec/postgresql/parameters/max_connections")
                            .asInt())
                    .sum();
            // One instance more than the maximum while a new version is rolled out.
            assertThat((scaler.at("/spec/maxReplicas").asInt() + 1) * (pool + OF_THE_RELAY) + OF_THE_OPERATOR)
                    .as(database)
                    .isLessThanOrEqualTo(available);
        }
        assertThat(ofKind("HorizontalPodAutoscaler")).hasSize(3);
    }

    private static JsonNode workload(ServiceKind kind) {
        return Stream.concat(ofKind("Deployment").stream(), ofKind("StatefulSet").stream())
                .filter(one -> name(one).equals(kind.module()))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> pods() {
        return resources().stream()
                .filter(resource -> PODS.contains(resource.path("kind").asText()))
                .map(resource -> resource.at("/spec/template/spec"))
                .toList();
    }

    private static Stream<JsonNode> containers() {
        return pods().stream()
                .flatMap(pod -> StreamSupport.stream(pod.path("containers").spliterator(), false));
    }

    private static List<String> variables(JsonNode workload) {
        return workload.at("/spec/template/spec/containers/0/env").findValuesAsText("name").stream()
                .filter(name -> name.matches("[A-Z_]+"))
                .toList();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
