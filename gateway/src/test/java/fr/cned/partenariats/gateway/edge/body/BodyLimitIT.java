package fr.cned.partenariats.gateway.edge.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.gateway.testing.RawHttp;
import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(StubEnvironmentResource.class)
class BodyLimitIT {

    private static final int STANDARD = 64 * 1024;
    private static final int IMPORT = 10 * 1024 * 1024;
    private static final byte[] CHUNK = chunk(8 * 1024).getBytes(StandardCharsets.ISO_8859_1);

    StubEnvironment stubs;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @Test
    void bodyOfMaximumSizeIsForwarded() {
        post(new byte[STANDARD], "/v1/partners").then().statusCode(200).body("bodyLength", equalTo(STANDARD));
        post(new byte[IMPORT], "/v1/imports").then().statusCode(200).body("bodyLength", equalTo(IMPORT));
    }

    @Test
    void largerBodyIsRefusedBeforeTheServiceReceivesIt() throws IOException {
        int before = stubs.partner.requests() + stubs.enrollment.requests();
        assertTooLarge("/v1/partners", STANDARD + 1);
        assertTooLarge("/v1/imports", IMPORT + 1);
        assertThat(stubs.partner.requests() + stubs.enrollment.requests()).isEqualTo(before);
    }

    /** Sends no body: a client that is still sending when the connection closes may lose the response. */
    private void assertTooLarge(String path, int length) throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            assertThat(http.send(stubs.head("POST " + path, "Content-Length: " + length))
                            .readUntil("}"))
                    .startsWith("HTTP/1.1 413 ")
                    .contains("\"body-too-large\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "99999999999999999999", "abc", "5, 50"})
    void invalidContentLengthIsRefused(String length) throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            assertThat(http.send(stubs.head("POST /v1/partners", "Content-Length: " + length))
                            .readUntil("\r\n"))
                    .matches("HTTP/1.1 4(00|13) .*\\R");
        }
    }

    @Test
    void chunkedBodyOfMaximumSizeIsForwarded() throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            http.send(stubs.head("POST /v1/partners", "Transfer-Encoding: chunked"));
            for (int i = 0; i < 64; i++) {
                http.send(chunk(1024));
            }
            assertThat(http.send("0\r\n\r\n").readUntil("}}"))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("\"bodyLength\":65536", "\"content-length\":\"65536\"");
        }
    }

    @Test
    void bodyOfTooManySmallChunksIsRefused() throws IOException {
        for (String path : List.of("/v1/partners", "/v1/imports")) {
            try (RawHttp http = new RawHttp(port)) {
                http.send(stubs.head("POST " + path, "Transfer-Encoding: chunked"));
                sendUntilClosed(http, chunk(1).repeat(60_000).getBytes(StandardCharsets.ISO_8859_1), 1);
                assertThat(http.readUntil("}"))
                        .startsWith("HTTP/1.1 400 ")
                        .contains("\"chunks-too-small\"", "application/problem+json")
                        .containsIgnoringCase("connection: close");
                assertThat(http.isClosed()).isTrue();
            }
        }
    }

    @Test
    void bodyOfSomeSmallChunksIsForwarded() throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            http.send(stubs.head("POST /v1/partners", "Transfer-Encoding: chunked"));
            http.send(chunk(1).repeat(900) + chunk(16).repeat(2_000) + "0\r\n\r\n");
            assertThat(http.readUntil("}}")).startsWith("HTTP/1.1 200 ").contains("\"bodyLength\":32900");
        }
    }

    @Test
    void chunkedBodyIsAbortedAtTheLimit() throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            http.send(stubs.head("POST /v1/partners", "Transfer-Encoding: chunked"));
            sendUntilClosed(http, CHUNK, STANDARD / (8 * 1024) + 1);
            assertThat(http.readUntil("}"))
                    .startsWith("HTTP/1.1 413 ")
                    .contains("\"body-too-large\"", "application/problem+json")
                    .containsIgnoringCase("connection: close");
            assertThat(http.isClosed()).isTrue();
        }
    }

    @Test
    void chunkedImportIsAbortedAtTheImportLimit() throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            http.send(stubs.head("POST /v1/imports", "Transfer-Encoding: chunked"));
            sendUntilClosed(http, CHUNK, (IMPORT + STANDARD) / (8 * 1024));
            assertThat(http.readUntil("}")).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void status100IsSentOnlyIfTheBodyIsAccepted() throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            http.send(stubs.head("POST /v1/imports", "Content-Length: 3", "Expect: 100-continue"));
            assertThat(http.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100 ");
            assertThat(http.send("abc").readUntil("}}"))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("\"bodyLength\":3");
        }
        try (RawHttp http = new RawHttp(port)) {
            http.send(stubs.head("POST /v1/imports", "Content-Length: 99000000", "Expect: 100-continue"));
            assertThat(http.readUntil("}")).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void connectionIsReusableAfterARefusedShortBody() throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            http.send("POST /v1/partners HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc");
            assertThat(http.readUntil("}")).startsWith("HTTP/1.1 401 ");
            http.send(stubs.head("POST /v1/partners", "Content-Length: 3")).send("abc");
            assertThat(http.readUntil("}}")).startsWith("HTTP/1.1 200 ").contains("\"bodyLength\":3");
        }
    }

    @Test
    void connectionClosesIfARefusedBodyDoesNotArrive() throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            http.send("POST /v1/partners HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\na");
            assertThat(http.readUntil("}")).startsWith("HTTP/1.1 401 ");
            assertThat(http.isClosed()).isTrue();
        }
    }

    @Test
    void unauthenticatedChunkedBodyIsNotRead() throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            http.send("POST /v1/imports HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            assertThat(http.readUntil("}")).startsWith("HTTP/1.1 401 ").containsIgnoringCase("connection: close");
            assertThat(http.isClosed()).isTrue();
        }
    }

    private io.restassured.response.Response post(byte[] body, String path) {
        return stubs.asClient()
                .contentType("application/octet-stream")
                .body(body)
                .post(path);
    }

    private static String chunk(int length) {
        return Integer.toHexString(length) + "\r\n" + "x".repeat(length) + "\r\n";
    }

    private static void sendUntilClosed(RawHttp http, byte[] part, int times) throws IOException {
        try {
            for (int sent = 0; sent < times; sent++) {
                http.send(part);
            }
        } catch (SocketException closedEarly) {
            assertThat(closedEarly).hasMessageMatching("(?i).*(reset|broken pipe).*");
        }
    }
}
