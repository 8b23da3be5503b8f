package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.e2e.Http.Answer;
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
 * HTTP that no client library sends, at the gateway and directly at each service: each is refused with a problem, and
 * answers that must not have a body announce none. The numbers are those of the table in SECURITY.md.
 */
class HostileHttpIT {

    private static final Fixture FIXTURE = Fixture.with(10, 10);
    private static final String LONG = "x".repeat(30_000);

    /** Status and request; HOST stands for the authority of the server. */
    private static final Map<String, List<String>> ODDITIES = Map.ofEntries(
            Map.entry("OPTIONS of the server", List.of("400", "OPTIONS * HTTP/1.1\r\nHost: HOST\r\n\r\n")),
            Map.entry("CONNECT", List.of("400", "CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n")),
            Map.entry("no Host", List.of("400", "GET /v1/trainings HTTP/1.1\r\n\r\n")),
            Map.entry("a Host that is no host", List.of("400", "GET /v1/trainings HTTP/1.1\r\nHost: a b/c\r\n\r\n")),
            Map.entry(
                    "a Host with a wrong port", List.of("400", "GET /v1/trainings HTTP/1.1\r\nHost: a:99999\r\n\r\n")),
            Map.entry("no slash", List.of("400", "GET v1/trainings HTTP/1.1\r\nHost: HOST\r\n\r\n")),
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
            Map.entry("no HTTP at all", List.of("400", "HELO example.org\r\n\r\n")));

    static Stream<Arguments> odditiesAtEachServer() {
        return Stream.of(ServiceKind.values())
                .flatMap(kind -> ODDITIES.keySet().stream().sorted().map(oddity -> Arguments.of(kind, oddity)));
    }

    @ParameterizedTest
    @MethodSource("odditiesAtEachServer")
    void a20OddRequestsAreRefusedWithAProblem(ServiceKind kind, String oddity) throws Exception {
        URI url = url(kind);
        int status = Integer.parseInt(ODDITIES.get(oddity).get(0));
        String request = ODDITIES.get(oddity).get(1).replace("HOST", url.getAuthority());

        Answer answer = answerTo(url, request);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.contentType()).as(answer.toString()).isEqualTo("application/problem+json");
        assertThat(answer.headers()).containsEntry("X-Content-Type-Options", "nosniff");
        assertThat(answer.body().path("status").asInt()).isEqualTo(status);
        assertThat(answer.code()).isNotEmpty();
        assertThat(answer.text()).doesNotContain("stack", "java.", "io.netty", "io.vertx");
    }

    private static Answer answerTo(URI url, String request) throws IOException {
        try (RawConnection attacker = RawConnection.attacking(url)) {
            try {
                attacker.send(request);
            } catch (IOException refusedEarly) {
                // the answer may come before the whole request is sent
            }
            return attacker.answer(false);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GATEWAY", "CATALOG"})
    void a21AnswersWithoutABodyAnnounceNone(ServiceKind kind) throws Exception {
        String path = "/v1/trainings/" + FIXTURE.training();
        String token = "Authorization: Bearer " + FIXTURE.token() + "\r\n";
        try (RawConnection client = RawConnection.attacking(url(kind))) {
            String etag = client.get(path, token).headers().get("ETag");

            Answer notModified = client.head("GET " + path, token + "If-None-Match: " + etag + "\r\n")
                    .answer(false);
            assertThat(notModified.status()).isEqualTo(304);
            assertThat(notModified.headers()).doesNotContainKey("Transfer-Encoding");
            assertThat(client.isSilent()).isTrue();

            Answer head = client.head("HEAD " + path, token).answer(true);
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
    void a22ParametersAreReadStrictly(String target, String code) throws Exception {
        String token = "Authorization: Bearer " + FIXTURE.token() + "\r\n";
        ServiceKind owner = target.startsWith("/v1/enrollments")
                ? ServiceKind.ENROLLMENT
                : target.startsWith("/v1/trainings") ? ServiceKind.CATALOG : ServiceKind.PARTNER;
        for (URI url : List.of(url(ServiceKind.GATEWAY), url(owner))) {
            try (RawConnection client = RawConnection.attacking(url)) {
                Answer answer = client.get(target, token);
                assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
                assertThat(answer.code()).isEqualTo(code);
            }
        }
    }

    @Test
    void a23RefusalsAndPersonalDataAreNotCached() throws Exception {
        String token = "Authorization: Bearer " + FIXTURE.token() + "\r\n";
        for (URI url : List.of(url(ServiceKind.GATEWAY), url(ServiceKind.ENROLLMENT))) {
            try (RawConnection client = RawConnection.attacking(url)) {
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
