package fr.cned.partenariats.gateway.edge.body;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.gateway.testing.RawHttp;
import fr.cned.partenariats.gateway.testing.SmallPool;
import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Slow request bodies occupy no connection to a service. */
@QuarkusTest
@TestProfile(SmallPool.class)
@QuarkusTestResource(StubEnvironmentResource.class)
class SlowBodyIT {

    private static final int CLIENTS = 300;

    StubEnvironment stubs;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @Test
    void slowBodiesDelayNoOtherClientAndReachTheServiceWhenComplete() throws IOException {
        int before = stubs.partner.requests();
        String token = stubs.tokens().ofClient("slow");
        List<RawHttp> slow = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            String head = i % 2 == 0 ? "Content-Length: 10" : "Transfer-Encoding: chunked";
            String body = i % 2 == 0 ? "01234" : "5\r\n01234\r\n";
            slow.add(new RawHttp(port)
                    .send(stubs.head("POST /v1/partners", head))
                    .send(body));
        }
        for (int i = 0; i < 20; i++) {
            try (RawHttp other = new RawHttp(port)) {
                other.send(stubs.headOf(token, "GET /v1/partners"));
                assertThat(other.readUntil("}}")).startsWith("HTTP/1.1 200 ");
            }
        }
        assertThat(stubs.partner.requests()).isEqualTo(before + 20);
        for (int i = 0; i < CLIENTS; i++) {
            String rest = i % 2 == 0 ? "56789" : "5\r\n56789\r\n0\r\n\r\n";
            try (RawHttp http = slow.get(i)) {
                assertThat(http.send(rest).readUntil("}}"))
                        .startsWith("HTTP/1.1 200 ")
                        .contains("\"bodyLength\":10");
            }
        }
    }
}
