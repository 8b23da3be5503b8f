package fr.cned.partenariats.gateway.edge.compression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.gateway.testing.RawHttp;
import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway compresses answers that caches may store. */
@QuarkusTest
@QuarkusTestResource(StubEnvironmentResource.class)
class CompressionIT {

    private static final String DOCUMENT = "/v1/trainings/document";

    private final HttpClient client = HttpClient.newHttpClient();

    StubEnvironment stubs;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "length=1024",
                "length=300000",
                "length=300000&chunked=1",
                "length=100&chunked=1",
                "type=application/problem%2Bjson",
                "type=text/html;charset=UTF-8",
                "cache=private"
            })
    void longTextIsCompressed(String query) throws Exception {
        HttpResponse<byte[]> plain = get(DOCUMENT + "?" + query);
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(plain.headers().allValues("Vary")).contains("accept-encoding");
        assertThat(plain.headers().firstValue("ETag")).hasValue("\"3\"");

        HttpResponse<byte[]> compressed = get(DOCUMENT + "?" + query, "Accept-Encoding", "br, gzip");
        assertThat(compressed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(compressed.headers().firstValue("Content-Length")).isEmpty();
        assertThat(compressed.headers().allValues("Vary")).contains("accept-encoding");
        assertThat(compressed.headers().firstValue("ETag")).hasValue("\"3-gzip\"");
        assertThat(unzipped(compressed.body())).isEqualTo(new String(plain.body(), UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "length=1023",
                "cache=no-store",
                "cache=private,no-transform",
                "encoding=identity",
                "type=application/octet-stream",
                "type=text/event-stream"
            })
    void otherAnswersAreNotCompressed(String query) throws Exception {
        HttpResponse<byte[]> response = get(DOCUMENT + "?" + query, "Accept-Encoding", "gzip");
        assertThat(response.headers().firstValue("Content-Encoding")).isNotEqualTo(Optional.of("gzip"));
        assertThat(response.headers().firstValue("Content-Length")).isPresent();
        assertThat(response.headers().firstValue("ETag")).hasValue("\"3\"");
        assertThat(new String(response.body(), UTF_8)).startsWith("{").endsWith("}");
    }

    @Test
    void answersToOtherMethodsAreNotCompressed() throws Exception {
        HttpResponse<byte[]> response = send(request(DOCUMENT, "Accept-Encoding", "gzip")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(response.headers().firstValue("Vary")).isEmpty();
    }

    @Test
    void headHasTheHeadersOfTheCompressedAnswerAndNoBody() throws Exception {
        try (RawHttp http = new RawHttp(port)) {
            assertThat(http.send(stubs.head("HEAD " + DOCUMENT, "Accept-Encoding: gzip"))
                            .readUntil("\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .containsIgnoringCase("content-encoding: gzip\r\n")
                    .containsIgnoringCase("etag: \"3-gzip\"\r\n")
                    .containsIgnoringCase("vary: accept-encoding\r\n")
                    .doesNotContainIgnoringCase("content-length")
                    .doesNotContainIgnoringCase("transfer-encoding");
            http.send(stubs.head("HEAD " + DOCUMENT));
            assertThat(http.readUntil("\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .containsIgnoringCase("content-length: 5000\r\n")
                    .containsIgnoringCase("etag: \"3\"\r\n");
        }
    }

    @Test
    void tagOfACompressedAnswerIsValidated() throws Exception {
        HttpResponse<byte[]> response = get(DOCUMENT, "Accept-Encoding", "gzip", "If-None-Match", "\"3-gzip\"");
        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.headers().firstValue("ETag")).hasValue("\"3-gzip\"");
        assertThat(response.headers().allValues("Vary")).contains("accept-encoding");
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();

        response = get(DOCUMENT, "Accept-Encoding", "gzip", "If-None-Match", "\"3\"");
        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.headers().firstValue("ETag")).hasValue("\"3\"");
    }

    @Test
    void tagOfACompressedAnswerIsAcceptedInIfMatch() throws Exception {
        HttpResponse<byte[]> response = send(
                request(DOCUMENT, "If-Match", "\"3-gzip\"").method("PATCH", HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(new String(response.body(), UTF_8)).startsWith("{\"ifMatch\":\"\"3\"\"");
    }

    @Test
    void weakTagIsTheSameForBothAnswers() throws Exception {
        HttpResponse<byte[]> response = get(DOCUMENT + "?tag=W/%223%22", "Accept-Encoding", "gzip");
        assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(response.headers().firstValue("ETag")).hasValue("W/\"3\"");
    }

    @Test
    void clientWithHttp10GetsAPlainAnswer() throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            String head = stubs.head("GET " + DOCUMENT, "Accept-Encoding: gzip").replaceFirst("HTTP/1.1", "HTTP/1.0");
            assertThat(http.send(head).readUntil("\r\n\r\n"))
                    .contains(" 200 ")
                    .doesNotContainIgnoringCase("content-encoding");
        }
    }

    private static String unzipped(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        return send(request(path, headers).GET());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Authorization", "Bearer " + stubs.tokens().valid());
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
