package fr.cned.partenariats.gateway.edge.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerReportTest {

    @Test
    void reportArrivesUnchanged() {
        PeerReport report = new PeerReport("one", Map.of("a-client", 3L, "portal\n\"a\" person", 5_000_000_000L));
        assertThat(PeerReport.ofJson(report.toJson())).isEqualTo(report);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "7",
                "{",
                "{}",
                "{\"gateway\":\"one\"}",
                "{\"gateway\":1,\"accepted\":{}}",
                "{\"gateway\":\"one\",\"accepted\":{\"a-client\":\"3\"}}",
                "{\"gateway\":\"one\",\"accepted\":{\"a-client\":-3}}",
                "{\"gateway\":\"one\",\"accepted\":{\"a-client\":null}}"
            })
    void otherBodiesAreRefused(String body) {
        assertThatThrownBy(() -> PeerReport.ofJson(body == null ? null : Buffer.buffer(body)))
                .isInstanceOf(DecodeException.class);
    }
}
