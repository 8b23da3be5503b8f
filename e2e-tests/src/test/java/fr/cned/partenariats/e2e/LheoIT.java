package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The catalogue as open data, through the gateway. */
class LheoIT {

    private static final String ANY = "\"never\"";
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void anyoneReadsTheCatalogueCompressedAndOnlyWhenItChanged() {
        Fixture fixture = Fixture.with(1, 1);
        HttpResponse<byte[]> answer = read(ANY);
        assertThat(answer.statusCode()).isEqualTo(OK);
        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(unzipped(answer.body()))
                .contains("xmlns=\"http://lheo.gouv.fr/2.3\"")
                .contains("<session numero=\"" + fixture.offering() + "\">");

        // Tests that run at the same time change the catalogue, too.
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            String tag = read(ANY).headers().firstValue("ETag").orElseThrow();
            return read(tag).statusCode() == NOT_MODIFIED;
        });
    }

    private HttpResponse<byte[]> read(String knownTag) {
        URI export = Platform.get().gatewayUrl().resolve("/v1/exports/lheo");
        HttpRequest request = HttpRequest.newBuilder(export)
                .header("Accept-Encoding", "gzip")
                .header("If-None-Match", knownTag)
                .build();
        try {
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String unzipped(byte[] body) {
        try (GZIPInputStream text = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
