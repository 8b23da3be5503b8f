package fr.cned.partenariats.gateway.edge.route;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.gateway.testing.RawHttp;
import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The route table decides by the raw request target and refuses ambiguous targets. */
@QuarkusTest
@QuarkusTestResource(StubEnvironmentResource.class)
class RoutingIT {

    StubEnvironment stubs;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/../q/health",
                "/v1/partners/../../q/health",
                "/v1/partners/..",
                "/v1/partners/./7",
                "/v1/partners/.",
                "/v1//partners",
                "//v1/partners",
                "/v1/partners//7",
                "/v1/partners/%2e%2e/%2e%2e/q/health",
                "/v1/partners/%2E%2E/x",
                "/v1/partners/.%2e/x",
                "/v1/partners%2f..%2f..%2fq%2fhealth",
                "/v1/partners/%2F",
                "/v1/partners%5c..%5cq",
                "/v1/partners\\..\\q",
                "/v1/partners/..;/q/health",
                "/v1/partners;a=b/7",
                "/v1/partners/%252e%252e/q",
                "/v1/partners/%00",
                "/v1/partners/%0d%0aX:y",
                "/v1/partners/%zz",
                "/v1/partners/%2",
                "/v1/partners/{id}",
                "/v1/partners/a|b",
                "/%76%31/partners",
                "/V1/partners",
                "/v1/PARTNERS",
                "/v1/partnersx",
                "/v1/partners.json",
                "/v1/health",
                "/v1/",
                "/v1",
                "/v2/partners",
                "/q/health",
                "/q/metrics",
                "/q/dev",
                "/partners",
                "/favicon.ico",
                "http://localhost/v1/partners",
                "/docs/../v1/partners",
                "/docs/..%2f..%2fapplication.properties",
                "/application.properties",
                "/META-INF/resources/docs/index.html"
            })
    void unroutedOrAmbiguousTargetIsNotFoundAndReachesNoService(String target) throws IOException {
        int before = stubs.partner.requests();
        String answer = send("GET " + target);
        assertThat(answer).startsWith("HTTP/1.1 404 ").contains("application/problem+json", "\"unknown-route\"");
        assertThat(stubs.partner.requests()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cursor=a|b", "q={x}", "q=\"x\"", "q=%zz", "q=%", "q=a\\b", "q=<script>", "q=\u00e9"})
    void malformedQueryIsRefusedByTheGateway(String query) throws IOException {
        assertThat(send("GET /v1/trainings?" + query))
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json", "\"bad-request\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/trainings/caf%C3%A9?q=%C3%A9t%C3%A9&sort=-title",
        "/v1/trainings/a:b@c,d",
        "/v1/trainings/",
        "/v1/trainings?",
        "/v1/trainings/...?next=/v1/x/../y"
    })
    void unambiguousTargetIsForwardedUnchanged(String target) throws IOException {
        assertThat(send("GET " + target)).startsWith("HTTP/1.1 200 ").contains("\"uri\":\"" + target + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "TRACE /v1/partners, 'GET, HEAD, OPTIONS, POST'",
        "PROPFIND /v1/partners/7, 'GET, HEAD, OPTIONS, PATCH'",
        "FOO /v1/agreements/7/history, 'GET, HEAD, OPTIONS'"
    })
    void unsupportedMethodIsRefusedWithTheMethodsOfTheAddress(String line, String allow) throws IOException {
        assertThat(send(line))
                .startsWith("HTTP/1.1 405 ")
                .contains("\"method-not-allowed\"")
                .containsIgnoringCase("allow: " + allow + "\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/partners, 'GET, HEAD, OPTIONS, POST'",
        "/v1/partners/7, 'GET, HEAD, OPTIONS, PATCH'",
        "/v1/partners/7/, 'GET, HEAD, OPTIONS, PATCH'",
        "/v1/partners/7/contacts, 'OPTIONS, PUT'",
        "/v1/agreements/7/history, 'GET, HEAD, OPTIONS'"
    })
    void optionsIsAnsweredWithoutATokenAtEveryDepth(String path, String allow) throws IOException {
        int before = stubs.partner.requests();
        try (RawHttp http = new RawHttp(port)) {
            assertThat(http.send("OPTIONS " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .readUntil("\r\n\r\n"))
                    .startsWith("HTTP/1.1 204 ")
                    .containsIgnoringCase("allow: " + allow + "\r\n")
                    .doesNotContainIgnoringCase("content-length")
                    .doesNotContainIgnoringCase("access-control");
        }
        assertThat(stubs.partner.requests()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS /v1/nothing", "OPTIONS /v1/partners/7/nothing", "FOO /v1/nothing", "TRACE /v1/x"})
    void unknownAddressIsNotFoundWithAnyMethod(String line) throws IOException {
        assertThat(send(line)).startsWith("HTTP/1.1 404 ").contains("\"unknown-route\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "PUT", "PATCH", "POST"})
    void serviceAnswersForTheMethodsOfItsOwnAddresses(String method) throws IOException {
        assertThat(send(method + " /v1/agreements/7/history"))
                .startsWith("HTTP/1.1 200 ")
                .contains("\"method\":\"" + method + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /health", "DELETE /docs", "PUT /shared/settings.json"})
    void pagesAcceptOnlyReads(String line) throws IOException {
        assertThat(send(line))
                .startsWith("HTTP/1.1 405 ")
                .contains("\"method-not-allowed\"")
                .containsIgnoringCase("allow: GET, HEAD");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /v1/exports/lheo, , 200",
        "GET /v1/exports/lheo?since=2026-11-01T00:00:00Z, , 200",
        "GET /v1/exports/lheo, Authorization: Bearer x, 401",
        "GET /v1/exports/lheo, Content-Length: 1, 400",
        "POST /v1/exports/lheo, , 401",
        "GET /v1/exports/lheo/gaps, , 401"
    })
    void onlyOpenDataNeedsNoToken(String line, String header, int status) throws IOException {
        String headers = header == null ? "" : header + "\r\n";
        try (RawHttp http = new RawHttp(port)) {
            assertThat(http.send(line + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n")
                            .readUntil("}"))
                    .startsWith("HTTP/1.1 " + status + ' ');
        }
    }

    @Test
    void webSocketIsNotOpened() throws IOException {
        String answer = send(
                "GET /v1/partners",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        assertThat(answer).startsWith("HTTP/1.1 200 ").doesNotContainIgnoringCase("sec-websocket-accept");
    }

    @Test
    void requestWithTwoContentLengthsIsRefused() throws IOException {
        int before = stubs.partner.requests();
        try (RawHttp http = new RawHttp(port)) {
            String smuggled = """
                    POST /v1/partners HTTP/1.1
                    Host: localhost
                    Authorization: Bearer %s
                    Content-Length: 5
                    Content-Length: 50

                    abcdeGET /v1/partners HTTP/1.1

                    """;
            http.send(smuggled.formatted(stubs.tokens().valid()).replace("\n", "\r\n"));
            assertThat(http.readUntil("\r\n")).startsWith("HTTP/1.1 400 ");
        }
        assertThat(stubs.partner.requests()).isEqualTo(before);
    }

    private String send(String target, String... headers) throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            return http.send(stubs.head(target, headers)).readUntil("}");
        }
    }
}
