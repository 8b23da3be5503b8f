package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.e2e.ApiClient.Response;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The gateway and each service refuse malformed HTTP with a problem, and responses without a body announce none. The
 * numbers refer to the table in SECURITY.md.
 */
class MalformedHttpIT {

    private static final Fixture FIXTURE = Fixture.with(10, 10);
    private static final String LONG = "x".repeat(30_000);

    /** Expected status and request. HOST is replaced by the authority of the server. */
    private static final Map<String, List<String>> REQUESTS = Map.ofEntries(
            Map.entry("OPTIONS *", List.of("400", "OPTIONS * HTTP/1.1\r\nHost: HOST\r\n\r\n")),
            Map.entry("CONNECT", List.of("400", "CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n")),
            Map.entry("missing Host", List.of("400", "GET /v1/trainings HTTP/1.1\r\n\r\n")),
            Map.entry("an invalid Host", List.of("400", "GET /v1/trainings HTTP/1.1\r\nHost: a b/c\r\n\r\n")),
            Map.entry(
                    "a Host with a wrong port", List.of("400", "GET /v1/trainings HTTP/1.1\r\nHost: a:99999\r\n\r\n")),
            Map.entry("target without a slash", List.of("400", "GET v1/trainings HTTP/1.1\r\nHost: HOST\r\n\r\n")),
            Map.entry("two Hosts", List.of("400", "GET /v1/trainings HTTP/1.1\r\nHost: HOST\r\nHost: b\r\n\r\n")),
            Map.entry(
                    "a field without a name",
                    List.of("400", "GET /v1/trainings HTTP/1.1\r\nHost: HOST\r\n: x\r\n\r\n")),
            Map.entry(
                    "two lengths",
                    List.of(
                            "400",
                            "POST /v1/enrollments HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1\r\n"
                                    + "Content-Length: 2\r\n\r\n{}")),
            Map.entry(
                    "a long field",
                    List.of("431", "GET /v1/trainings HTTP/1.1\r\nHost: HOST\r\nX: " + LONG + "\r\n\r\n")),
            Map.entry(
                    "a long target", List.of("414", "GET /v1/trainings?q=" + LONG + " HTTP/1.1\r\nHost: HOST\r\n\r\n")),
            Map.entry("not HTTP", List.of("400", "HELO example.org\r\n\r\n")));

    static Stream<Arguments> requestsToEachServer() {
        return Stream.of(ServiceKind.values())
                .flatMap(kind -> REQUESTS.keySet().stream().sorted().map(name -> Arguments.of(kind, name)));
    }

    @ParameterizedTest
    @MethodSource("requestsToEachServer")
    void a20MalformedRequestIsRefusedWithAProblem(ServiceKind kind, String name) throws Exception {
        URI url = url(kind);
        int status = Integer.parseInt(REQUESTS.get(name).get(0));
        String request = REQUESTS.get(name).get(1).replace("HOST", url.getAuthority());

        Response response = responseTo(url, request);

        assertThat(response.status()).as(response.toString()).isEqualTo(status);
        assertThat(response.contentType()).as(response.toString()).isEqualTo("application/problem+json");
        assertThat(response.headers()).containsEntry("X-Content-Type-Options", "nosniff");
        assertThat(response.body().path("status").asInt()).isEqualTo(status);
        assertThat(response.code()).isNotEmpty();
        assertThat(response.text()).doesNotContain("stack", "java.", "io.netty", "io.vertx");
    }

    private static Response responseTo(URI url, String request) throws IOException {
        try (RawConnection client = RawConnection.faulty(url)) {
            try {
                client.send(request);
            } catch (IOException refusedEarly) {
                // the server may respond before the whole request is sent
            }
            return client.readResponse(false);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a21ResponsesWithoutABodyHaveNoBodyHeaders(ServiceKind kind) throws Exception {
        String path = switch (kind) {
            case PARTNER -> "/v1/partners/" + FIXTURE.partner();
            case CATALOG, GATEWAY -> "/v1/trainings/" + FIXTURE.training();
            case ENROLLMENT -> "/v1/enrollments/" + FIXTURE.enroll().id();
        };
        String token = "Authorization: Bearer " + FIXTURE.token() + "\r\n";
        try (RawConnection client = RawConnection.faulty(url(kind))) {
            String etag = client.get(path, token).headers().get("ETag");

            Response notModified = client.head("GET " + path, token + "If-None-Match: " + etag + "\r\n")
                    .readResponse(false);
            assertThat(notModified.status()).isEqualTo(304);
            assertThat(notModified.headers()).doesNotContainKey("Transfer-Encoding");
            assertThat(client.isSilent()).isTrue();

            Response head = client.head("HEAD " + path, token).readResponse(true);
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.headers()).doesNotContainKey("Transfer-Encoding");
            assertThat(client.isSilent()).isTrue();

            assertThat(client.get(path, token).status())
                    .as("the connection is still usable")
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/enrollments?limit=%2B5, invalid-parameter",
        "/v1/enrollments?limit=%D9%A3, invalid-parameter",
        "/v1/enrollments?limit=5&limit=6, repeated-parameter",
        "/v1/enrollments?studentId=1-1-1-1-1, invalid-parameter",
        "/v1/trainings?limit=%2B5, invalid-parameter",
        "/v1/agreements?limit=%2B5, invalid-parameter",
    })
    void a22InvalidParameterIsRefused(String target, String code) throws Exception {
        String token = "Authorization: Bearer " + FIXTURE.token() + "\r\n";
        ServiceKind owner = target.startsWith("/v1/enrollments")
                ? ServiceKind.ENROLLMENT
                : target.startsWith("/v1/trainings") ? ServiceKind.CATALOG : ServiceKind.PARTNER;
        for (URI url : List.of(url(ServiceKind.GATEWAY), url(owner))) {
            try (RawConnection client = RawConnection.faulty(url)) {
                Response response = client.get(target, token);
                assertThat(response.status()).as(response.toString()).isEqualTo(400);
                assertThat(response.code()).isEqualTo(code);
            }
        }
    }

    @Test
    void a23ProblemsAndPersonalDataAreNotCached() throws Exception {
        String token = "Authorization: Bearer " + FIXTURE.token() + "\r\n";
        for (URI url : List.of(url(ServiceKind.GATEWAY), url(ServiceKind.ENROLLMENT))) {
            try (RawConnection client = RawConnection.faulty(url)) {
                for (String fields : List.of("", token)) {
                    assertThat(client.get("/v1/students", fields).headers()).containsEntry("Cache-Control", "no-store");
                }
            }
        }
    }

    private static URI url(ServiceKind kind) {
        return Platform.get().service(kind).url();
    }
}
