package fr.cned.partenariats.gateway.edge.cors;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.testing.ConfigFile;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrossOriginTest {

    @ParameterizedTest
    @ValueSource(strings = {"https://catalogue.example.org", "http://localhost:4200,https://a.example"})
    void originIsAccepted(String origins) {
        GatewayConfig config = config(origins);
        assertThatCode(() -> new CrossOrigin(config)).doesNotThrowAnyException();
    }

    /** A browser never sends such a value, so the setting would silently have no effect. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "catalogue.example.org",
                "https://catalogue.example.org/",
                "https://catalogue.example.org/app",
                "https://Catalogue.example.org",
                "https://*.example.org",
                "https://user@catalogue.example.org",
                "ftp://catalogue.example.org",
                "https://a b"
            })
    void settingThatNeverMatchesIsRefused(String origins) {
        GatewayConfig config = config(origins);
        assertThatThrownBy(() -> new CrossOrigin(config)).hasMessageContaining("gateway.cors.origins: \"" + origins);
    }

    private static GatewayConfig config(String origins) {
        return ConfigFile.read("dev", Map.of("gateway.cors.origins", origins)).getConfigMapping(GatewayConfig.class);
    }
}
