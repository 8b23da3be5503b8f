package fr.cned.partenariats.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpServer;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayClientTest {

    private static final int NO_ANSWER = 0;

    private final Deque<Integer> statuses = new ArrayDeque<>();
    private final List<String> keys = new ArrayList<>();
    private HttpServer gateway;
    private URI address;

    @BeforeEach
    void start() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", exchange -> {
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            int status = statuses.size() == 1 ? statuses.element() : statuses.remove();
            if (status != NO_ANSWER) {
                byte[] body = ("{\"code\":\"of-" + status + "\"}").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        gateway.start();
        address = URI.create("http://localhost:" + gateway.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 429, 502, 503, 504, NO_ANSWER})
    void aRequestThatMaySucceedLaterIsRepeatedWithTheSameKey(int status) {
        statuses.addAll(List.of(status, 201));

        write(Duration.ofMinutes(1));

        assertThat(keys).hasSize(2);
        assertThat(keys.get(0)).isEqualTo(keys.get(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 412, 422, 500})
    void anyOtherRefusalIsReportedAtOnce(int status) {
        statuses.add(status);

        assertThatThrownBy(() -> write(Duration.ofMinutes(1)))
                .isInstanceOf(PlatformFailure.class)
                .hasMessageContaining("of-" + status);
        assertThat(keys).hasSize(1);
    }

    @Test
    void theRepetitionsEndWithASentence() {
        statuses.add(409);

        assertThatThrownBy(() -> write(Duration.ofSeconds(1)))
                .isInstanceOf(PlatformFailure.class)
                .hasMessageStartingWith("POST /v1/partners did not succeed within 1 s. ")
                .hasMessageContaining("The last answer was 409: {\"code\":\"of-409\"}");
    }

    private void write(Duration retryFor) {
        new GatewayClient(address, () -> "token", retryFor)
                .write("/v1/partners", MissingNode.getInstance(), UUID.randomUUID());
    }
}
