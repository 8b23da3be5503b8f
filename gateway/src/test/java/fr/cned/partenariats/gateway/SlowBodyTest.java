package fr.cned.partenariats.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.gateway.testing.House;
import fr.cned.partenariats.gateway.testing.HouseResource;
import fr.cned.partenariats.gateway.testing.RawHttp;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Clients that send their bodies slowly hold no connections to a service, so the others are served. */
@QuarkusTest
@TestProfile(SlowBodyTest.FewConnections.class)
@QuarkusTestResource(HouseResource.class)
class SlowBodyTest {

    private static final int CLIENTS = 300;

    House house;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    public static class FewConnections implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("gateway.pool.size", "2", "gateway.pool.max-wait", "1s");
        }
    }

    @Test
    void slowBodiesHoldUpNobodyAndReachTheServiceOnceTheyAreWhole() throws IOException {
        int before = house.partner.requests();
        String token = house.tokens().ofClient("slow");
        List<RawHttp> slow = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            String head = i % 2 == 0 ? "Content-Length: 10" : "Transfer-Encoding: chunked";
            String body = i % 2 == 0 ? "01234" : "5\r\n01234\r\n";
            slow.add(new RawHttp(port)
                    .send(house.head("POST /v1/partners", head))
                    .send(body));
        }
        for (int i = 0; i < 20; i++) {
            try (RawHttp neighbour = new RawHttp(port)) {
                neighbour.send(house.headOf(token, "GET /v1/partners"));
                assertThat(neighbour.readUntil("}}")).startsWith("HTTP/1.1 200 ");
            }
        }
        assertThat(house.partner.requests()).isEqualTo(before + 20);
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
