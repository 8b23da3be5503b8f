package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The catalogue as open data, through the gateway. */
class LheoIT {

    private static final String ANY = "\"never\"";
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

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

    private static HttpResponse<byte[]> read(String knownTag) {
        return Platform.http()
                .download("/v1/exports/lheo", Map.of("Accept-Encoding", "gzip", "If-None-Match", knownTag));
    }

    private static String unzipped(byte[] body) {
        try (GZIPInputStream text = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
