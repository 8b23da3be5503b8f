package fr.cned.partenariats.gateway.edge.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import fr.cned.partenariats.gateway.testing.StubService;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(StubEnvironmentResource.class)
class StreamingIT {

    private static final long WHOLE = (long) StubService.CHUNK * StubService.CHUNKS;

    StubEnvironment stubs;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @Test
    void downloadIsStreamedWithBackpressure() throws Exception {
        try (InputStream body = download()) {
            assertThat(body.read()).isZero();
            AtomicLong sent = new AtomicLong();
            await("the download pauses")
                    .during(Duration.ofMillis(300))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> sent.get() == sent.updateAndGet(before -> stubs.catalog.bytesSent()));
            assertThat(sent.get()).isLessThan(WHOLE / 2);
            assertThat(1 + count(body)).isEqualTo(WHOLE);
        }
    }

    private InputStream download() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/v1/trainings/download"))
                .header("Authorization", "Bearer " + stubs.tokens().valid())
                .build();
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static long count(InputStream body) throws IOException {
        byte[] buffer = new byte[StubService.CHUNK];
        long total = 0;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            total += read;
        }
        return total;
    }
}
