package fr.cned.partenariats.local.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.local.service.ServiceKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WiringTest {

    private static final Path BUILD = Path.of("build");

    @TempDir
    Path project;

    private Layout layout;
    private Wiring wiring;

    @BeforeEach
    void wiring() {
        layout = Layout.ofProject(project);
        wiring = wiring(Map.of());
    }

    /** The services have no default for these outside the profiles dev and test. */
    @Test
    void aServiceGetsEveryAddressAndCredential() {
        Map<String, String> environment = wiring.environment(ServiceKind.ENROLLMENT);

        assertThat(environment)
                .containsEntry("QUARKUS_HTTP_PORT", "8083")
                .containsEntry("QUARKUS_MANAGEMENT_PORT", "9083")
                .containsEntry("QUARKUS_OIDC_AUTH_SERVER_URL", "http://localhost:8190/realms/cned")
                .containsEntry("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://localhost:15432/enrollment")
                .containsEntry("QUARKUS_DATASOURCE_USERNAME", "enrollment")
                .containsEntry("QUARKUS_FLYWAY_USERNAME", "enrollment_owner")
                .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "localhost:19092")
                .containsEntry("KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT")
                .containsKeys("QUARKUS_DATASOURCE_PASSWORD", "QUARKUS_FLYWAY_PASSWORD", "KAFKA_SASL_JAAS_CONFIG");
        assertThat(environment.get("QUARKUS_DATASOURCE_PASSWORD"))
                .isNotEqualTo(environment.get("QUARKUS_FLYWAY_PASSWORD"));
    }

    @Test
    void theGatewayGetsTheAddressOfEachServiceButNoPassword() {
        Map<String, String> environment = wiring.environment(ServiceKind.GATEWAY);

        assertThat(environment)
                .containsEntry("GATEWAY_SERVICES_PARTNER_URL", "http://localhost:8081")
                .containsEntry("GATEWAY_SERVICES_CATALOG_URL", "http://localhost:8082")
                .containsEntry("GATEWAY_SERVICES_ENROLLMENT_HEALTH_URL", "http://localhost:9083/q/health/ready");
        assertThat(environment.keySet()).noneMatch(name -> name.matches(".*(PASSWORD|SASL|DATASOURCE).*"));
    }

    @Test
    void anotherInstanceDiffersInItsPortsOnly() {
        Map<String, String> first = wiring.service(ServiceKind.CATALOG).environment();
        Map<String, String> second = wiring.furtherInstance(ServiceKind.CATALOG, BUILD, 2, Ports.random(), Map.of())
                .environment();

        assertThat(second.keySet()).isEqualTo(first.keySet());
        assertThat(second.entrySet().stream()
                        .filter(variable -> !variable.getValue().equals(first.get(variable.getKey())))
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("QUARKUS_HTTP_PORT", "QUARKUS_MANAGEMENT_PORT");
    }

    @Test
    void anotherInstanceMayHaveItsOwnSettings() {
        Wiring overridden = wiring(Map.of(ServiceKind.CATALOG, Map.of("COMMONS_TOKENS_TTL", "2s")));

        assertThat(overridden
                        .furtherInstance(
                                ServiceKind.CATALOG, BUILD, 2, Ports.random(), Map.of("COMMONS_TOKENS_TTL", "1s"))
                        .environment())
                .containsEntry("COMMONS_TOKENS_TTL", "1s");
    }

    @Test
    void anOverrideConcernsOneServiceOnly() {
        Wiring overridden = wiring(Map.of(ServiceKind.PARTNER, Map.of("KAFKA_BOOTSTRAP_SERVERS", "elsewhere:9092")));

        assertThat(overridden.environment(ServiceKind.PARTNER))
                .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "elsewhere:9092");
        assertThat(overridden.environment(ServiceKind.CATALOG))
                .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "localhost:19092");
    }

    private Wiring wiring(Map<ServiceKind, Map<String, String>> overrides) {
        return new Wiring(
                layout, Ports.standard(), Memory.standard(), new Secrets(layout.secrets()), List.of(), overrides);
    }
}
