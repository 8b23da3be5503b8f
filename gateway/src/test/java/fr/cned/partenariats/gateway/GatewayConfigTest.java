package fr.cned.partenariats.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.gateway.testing.ConfigFile;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged application.properties per profile. */
class GatewayConfigTest {

    private static final Map<String, String> ADDRESSES = Map.of(
            "quarkus.oidc.auth-server-url", "https://identity.example/realms/cned",
            "gateway.services.partner.url", "http://partner.example",
            "gateway.services.partner.health-url", "http://partner.example/q/health/ready",
            "gateway.services.catalog.url", "http://catalog.example",
            "gateway.services.catalog.health-url", "http://catalog.example/q/health/ready",
            "gateway.services.enrollment.url", "http://enrollment.example",
            "gateway.services.enrollment.health-url", "http://enrollment.example/q/health/ready");

    @Test
    void devProfileHasLocalAddresses() {
        GatewayConfig config = ConfigFile.read("dev", Map.of()).getConfigMapping(GatewayConfig.class);

        assertThat(config.services().partner().url()).hasToString("http://localhost:8081");
        assertThat(config.docs().tokenUrl())
                .hasToString("http://localhost:8190/realms/cned/protocol/openid-connect/token");
    }

    @Test
    void productionUsesTheConfiguredAddresses() {
        SmallRyeConfig config = ConfigFile.read("prod", ADDRESSES);

        GatewayConfig gateway = config.getConfigMapping(GatewayConfig.class);
        assertThat(gateway.services().partner().url()).hasToString("http://partner.example");
        assertThat(gateway.docs().tokenUrl())
                .hasToString("https://identity.example/realms/cned/protocol/openid-connect/token");
        assertThat(gateway.docs().logoutUrl())
                .hasToString("https://identity.example/realms/cned/protocol/openid-connect/logout");
    }

    @Test
    void peopleShareTheClientOfTheDocsPageUnlessOthersAreNamed() {
        assertThat(rateLimit(Map.of()).sharedClients()).containsExactly("portal");
        assertThat(rateLimit(Map.of("gateway.docs.client-id", "desk")).sharedClients())
                .containsExactly("desk");
        assertThat(rateLimit(Map.of("gateway.rate-limit.shared-clients", "portal,desk"))
                        .sharedClients())
                .containsExactlyInAnyOrder("portal", "desk");
    }

    @Test
    void gatewayHasNoPeersUnlessTheyAreNamed() {
        assertThat(rateLimit(Map.of()).peers()).isEmpty();
        assertThat(rateLimit(Map.of("gateway.rate-limit.peers", "http://one:9080,http://two:9080"))
                        .peers())
                .contains(List.of(URI.create("http://one:9080"), URI.create("http://two:9080")));
    }

    private static GatewayConfig.RateLimit rateLimit(Map<String, String> settings) {
        return ConfigFile.read("dev", settings)
                .getConfigMapping(GatewayConfig.class)
                .rateLimit();
    }

    @Test
    void productionHasNoDefaultAddresses() {
        assertThatThrownBy(() -> ConfigFile.read("prod", Map.of()))
                .isInstanceOfSatisfying(ConfigValidationException.class, failure -> {
                    for (String property : ADDRESSES.keySet()) {
                        assertThat(failure).hasMessageContaining(property);
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gateway.services.partner.url",
                "gateway.services.catalog.health-url",
                "gateway.services.enrollment.url",
                "quarkus.oidc.auth-server-url"
            })
    void missingAddressIsNamed(String missing) {
        Map<String, String> others = new HashMap<>(ADDRESSES);
        others.remove(missing);

        assertThatThrownBy(() -> ConfigFile.read("prod", others))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining(missing);
    }
}
