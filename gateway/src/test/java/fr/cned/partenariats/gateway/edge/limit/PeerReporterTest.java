package fr.cned.partenariats.gateway.edge.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.testing.ConfigFile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerReporterTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway-2", "gateway-2:9080", "/gateway-2"})
    void peerWithoutSchemeIsRefusedAtStart(String peer) {
        assertThatThrownBy(() -> reporter(Map.of("gateway.rate-limit.peers", peer)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gateway.rate-limit.peers")
                .hasMessageContaining(peer);
    }

    @Test
    void gatewayRecognisesOnlyItsOwnReports() {
        PeerReporter one = reporter(Map.of());
        assertThat(one.isOwn(new PeerReport("another", Map.of()))).isFalse();
        assertThat(one.hasPeers()).isFalse();
    }

    private PeerReporter reporter(Map<String, String> settings) {
        GatewayConfig config = ConfigFile.read("dev", settings).getConfigMapping(GatewayConfig.class);
        return new PeerReporter(config, vertx, new SimpleMeterRegistry());
    }
}
