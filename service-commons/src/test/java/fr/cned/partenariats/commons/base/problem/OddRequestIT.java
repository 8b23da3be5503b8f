package fr.cned.partenariats.commons.base.problem;

import static fr.cned.partenariats.parking.Parking.givenSpace;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.RawHttp;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.commons.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Malformed requests that no client library can send, written byte by byte. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class OddRequestIT {

    @TestHTTPResource
    URI service;

    private static Stream<Arguments> oddRequests() {
        String get = "GET /v1/spaces HTTP/1.1\n";
        String host = "Host: parking\n";
        return Stream.of(
                Arguments.of(get + "\n", 400, "bad-request"),
                Arguments.of(get + "Host: a b\n\n", 400, "bad-request"),
                Arguments.of(get + "Host: parking:port\n\n", 400, "bad-request"),
                Arguments.of(get + "Host: parking/v1\n\n", 400, "bad-request"),
                Arguments.of(get + "Host:\n\n", 400, "bad-request"),
                Arguments.of(get + host + "Host: other\n\n", 400, "bad-request"),
                Arguments.of(get + host + host + "\n", 400, "bad-request"),
                Arguments.of(get + host + ": nameless\n\n", 400, "bad-request"),
                Arguments.of("OPTIONS * HTTP/1.1\n" + host + "\n", 400, "bad-request"),
                Arguments.of("CONNECT parking:80 HTTP/1.1\n" + host + "\n", 400, "bad-request"),
                Arguments.of("GET v1/spaces HTTP/1.1\n" + host + "\n", 400, "bad-request"),
                Arguments.of(get + host + "Content-Length: 1\nContent-Length: 2\n\n", 400, "bad-request"),
                Arguments.of("GET /?" + "a".repeat(5_000) + " HTTP/1.1\n" + host + "\n", 414, "uri-too-long"),
                Arguments.of(get + host + "A: " + "a".repeat(30_000) + "\n\n", 431, "headers-too-large"));
    }

    @ParameterizedTest
    @MethodSource("oddRequests")
    void aMalformedRequestGetsAProblemAndAClosedConnection(String request, int status, String code) {
        Awaitility.await().untilAsserted(() -> {
            try (RawHttp connection = new RawHttp(service)) {
                connection.send(request);
                String head = connection.head();
                assertThat(head)
                        .startsWith("HTTP/1.1 " + status + " ")
                        .containsIgnoringCase("Content-Type: application/problem+json\n")
                        .containsIgnoringCase("X-Content-Type-Options: nosniff\n");
                assertThat(connection.rest())
                        .contains("\"code\":\"" + code + "\"")
                        .doesNotContain("stack");
            }
        });
    }

    @Test
    void anAbsoluteTargetIsServed() {
        try (RawHttp connection = new RawHttp(service)) {
            connection.send("GET http://parking/v1/nothing HTTP/1.1\nHost: parking\n\n");
            assertThat(connection.head()).startsWith("HTTP/1.1 404 ");
        }
    }

    /** With a Content-Length a client would wait for a body and read the next answer as this one. */
    @Test
    void anAnswerWithoutABodyHasNoContentLength() {
        String head = " HTTP/1.1\nHost: parking\nAuthorization: Bearer " + Tokens.withRole("warden") + "\n";
        String space = "/v1/spaces/" + givenSpace();
        try (RawHttp connection = new RawHttp(service)) {
            connection.send("GET " + space + head + "If-None-Match: \"0\"\n\n");
            assertThat(connection.head())
                    .startsWith("HTTP/1.1 304 ")
                    .doesNotContainIgnoringCase("Transfer-Encoding")
                    .doesNotContainIgnoringCase("Content-Length");
            connection.send("GET /v1/faults/nothing" + head + "\n");
            assertThat(connection.head())
                    .startsWith("HTTP/1.1 204 ")
                    .doesNotContainIgnoringCase("Transfer-Encoding")
                    .doesNotContainIgnoringCase("Content-Length");
            connection.send("HEAD " + space + head + "\n");
            assertThat(connection.head()).startsWith("HTTP/1.1 200 ").doesNotContainIgnoringCase("Transfer-Encoding");
            connection.send("HEAD /v1/nothing" + head + "\n");
            assertThat(connection.head()).startsWith("HTTP/1.1 404 ").doesNotContainIgnoringCase("Transfer-Encoding");
            connection.send("GET " + space + head + "\n");
            assertThat(connection.head()).startsWith("HTTP/1.1 200 ");
        }
    }
}
