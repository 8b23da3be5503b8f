package fr.cned.partenariats.gateway.edge.connection;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.gateway.testing.RawHttp;
import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that the HTTP parser or the gateway rejects are answered with a problem and not logged. */
@QuarkusTest
@QuarkusTestResource(StubEnvironmentResource.class)
class MalformedRequestIT {

    private static final String HOST = "Host: localhost";
    private static final String CHUNKED = "Transfer-Encoding: chunked";

    StubEnvironment stubs;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                logged.add(line.getLoggerName() + ": " + line.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void addLogHandler() {
        Logger.getLogger("").addHandler(log);
    }

    @AfterEach
    void removeLogHandler() {
        Logger.getLogger("").removeHandler(log);
    }

    static Stream<String> malformedHeads() {
        return Stream.of(
                head("OPTIONS * HTTP/1.1", HOST),
                head("CONNECT localhost:80 HTTP/1.1", "Host: localhost:80"),
                head("GET /v1/partners HTTP/1.1"),
                head("GET /v1/partners HTTP/1.1", "Host:"),
                head("GET /v1/partners HTTP/1.1", "Host: a b"),
                head("GET /v1/partners HTTP/1.1", "Host: a/b"),
                head("GET /v1/partners HTTP/1.1", "Host: localhost:port"),
                head("GET /v1/partners HTTP/1.1", "Host: user@localhost"),
                head("GET v1/partners HTTP/1.1", HOST),
                head("GET ?q=a HTTP/1.1", HOST),
                head("GET /v1/partners HTTP/1.1", HOST, HOST),
                head("GET /v1/partners HTTP/1.1", HOST, "Host: other"),
                head("GET /v1/partners HTTP/1.1", HOST, ": nameless"),
                head("GET /v1/partners HTTP/1.1", HOST, "no colon"),
                head("POST /v1/partners HTTP/1.1", HOST, "Transfer-Encoding: gzip, chunked"),
                head("POST /v1/partners HTTP/1.1", HOST, "Transfer-Encoding: identity"),
                head("POST /v1/partners HTTP/1.1", HOST, CHUNKED, CHUNKED),
                head("POST /v1/partners HTTP/1.0", HOST, CHUNKED),
                head("POST /v1/partners HTTP/1.1", HOST, "Content-Length: 5", "Content-Length: 50"),
                head("POST /v1/partners HTTP/1.1", HOST, "Content-Length: -5"),
                head("GET"),
                head("nonsense"),
                head("GET /v1/partners HTTP/9.9", HOST),
                head("GET /v1/partners HTTP/1.1", HOST, "Idempotency-Key: a\0b"),
                head("GET / 414 HTTP/1.1", HOST));
    }

    @ParameterizedTest
    @MethodSource("malformedHeads")
    void malformedRequestHeadIsRefusedAndNotLogged(String head) throws IOException {
        assertRefused(head, 400, "malformed-request");
    }

    @Test
    void tooLongRequestLineIsRefused() throws IOException {
        assertRefused(head("GET /v1/partners?q=" + "a".repeat(5_000) + " HTTP/1.1", HOST), 414, "uri-too-long");
    }

    @Test
    void tooLargeHeadersAreRefused() throws IOException {
        assertRefused(
                head("GET /v1/partners HTTP/1.1", HOST, "X-Large: " + "a".repeat(30_000)), 431, "headers-too-large");
    }

    @Test
    void problemOfAMalformedRequestIsInTheClientsLanguage() throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            http.send(head("GET /v1/partners HTTP/1.1", "Accept-Language: fr", "no colon"));
            assertThat(http.readUntil("}")).contains("Requête mal formée").containsIgnoringCase("content-language: fr");
        }
    }

    @Test
    void responsesToPipelinedRequestsKeepTheirOrder() throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            http.send(stubs.head("GET /v1/trainings/slow") + head("nonsense"));
            assertThat(http.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
            assertThat(http.readUntil("}")).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void http10RequestNeedsNoHost() throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            String token = stubs.tokens().valid();
            http.send(head("GET /v1/partners HTTP/1.0", "Authorization: Bearer " + token));
            assertThat(http.readUntil("}}")).matches("(?s)HTTP/1.[01] 200 .*");
        }
    }

    private void assertRefused(String head, int status, String code) throws IOException {
        int before = stubs.partner.requests();
        try (RawHttp http = new RawHttp(port)) {
            assertThat(http.send(head).readUntil("}"))
                    .matches("(?s)HTTP/1.[01] " + status + " .*")
                    .contains("application/problem+json", '"' + code + '"')
                    .containsIgnoringCase("x-content-type-options: nosniff")
                    .containsIgnoringCase("cache-control: no-store")
                    .doesNotContain("Exception");
        }
        assertThat(stubs.partner.requests()).isEqualTo(before);
        assertThat(logged).isEmpty();
    }

    private static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }
}
