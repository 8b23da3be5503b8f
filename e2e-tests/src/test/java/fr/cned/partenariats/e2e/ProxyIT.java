package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import fr.cned.partenariats.commons.testing.RequiredPrograms;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proxy of the profile "two" in front of two stubs. */
class ProxyIT {

    @TempDir
    Path folder;

    /** A gateway answers 503 while its service is restarted. */
    @Test
    void aRegistrationIsSentAgainToTheOtherGateway() throws IOException {
        RequiredPrograms.ofThisMachine().require("the proxy in front of two gateways", List.of("nginx"));
        AtomicInteger refused = new AtomicInteger();
        HttpServer unavailable = gateway(503, refused);
        HttpServer ready = gateway(201, new AtomicInteger());
        try (Nginx proxy = Nginx.start(folder, url(unavailable), url(ready))) {
            ApiClient client = new ApiClient(proxy.url());

            List<Integer> statuses = IntStream.range(0, 10)
                    .mapToObj(i -> client.post("token", "/v1/enrollments", "{\"student\":{}}")
                            .status())
                    .toList();

            assertThat(statuses).containsOnly(201);
            assertThat(refused).hasPositiveValue();
        } finally {
            unavailable.stop(0);
            ready.stop(0);
        }
    }

    private static HttpServer gateway(int status, AtomicInteger requests) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            requests.incrementAndGet();
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static URI url(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }
}
