package fr.cned.partenariats.commons.base.problem;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.parking.Parking.space;
import static fr.cned.partenariats.parking.Parking.warden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.commons.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Problems of route, method, headers and query parameters, and internal errors. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class ProtocolProblemIT {

    @TestHTTPResource
    URI service;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nope=1              | unknown-parameter | nope
            Kind=CAR            | unknown-parameter | Kind
            floor=a             | invalid-parameter | floor
            floor=              | invalid-parameter | floor
            floor=1.5           | invalid-parameter | floor
            floor=99999999999   | invalid-parameter | floor
            kind=TRAIN          | invalid-parameter | kind
            kind=car            | invalid-parameter | kind
            since=%2B999999999-12-31 | invalid-parameter | since
            since=-5000-01-01   | invalid-parameter | since
            since=0000-12-31    | invalid-parameter | since
            covered=yes         | invalid-parameter | covered
            near=7              | invalid-parameter | near
            cursor=             | invalid-parameter | cursor
            limit=abc           | invalid-parameter | limit
            limit=%2B5          | invalid-parameter | limit
            limit=%D9%A3        | invalid-parameter | limit
            floor=%2B1          | invalid-parameter | floor
            near=1-1-1-1-1      | invalid-parameter | near
            limit=5&limit=5     | repeated-parameter | limit
            kind=CAR&kind=CAR   | repeated-parameter | kind
            """)
    void anUnknownOrInvalidQueryParameterIsNamed(String query, String code, String name) {
        warden().urlEncodingEnabled(false)
                .get("/v1/spaces?" + query)
                .then()
                .spec(problem(400, code))
                .body("detail", containsString('"' + name + '"'));
    }

    @ParameterizedTest
    @CsvSource({"since=2026-02-30, no-such-day", "since=2026-13-01, no-such-month", "kind=%00, invalid-text"})
    void aQueryParameterIsCheckedAsAFieldOfABodyIs(String query, String code) {
        warden().urlEncodingEnabled(false)
                .get("/v1/spaces?" + query)
                .then()
                .spec(problem(400, code))
                .body("errors[0].pointer", equalTo('/' + query.substring(0, query.indexOf('='))))
                .body("errors[0].code", equalTo(code));
    }

    @Test
    void allFaultsOfTheQueryAreReportedTogether() {
        warden().urlEncodingEnabled(false)
                .get("/v1/spaces?two=2&one=1&floor=x&since=2026-02-30&kind=CAR&limit=1&limit=2")
                .then()
                .spec(problem(400, "invalid-parameter"))
                .body("errors.pointer", contains("/floor", "/limit", "/one", "/since", "/two"))
                .body(
                        "errors.code",
                        contains(
                                "invalid-parameter",
                                "repeated-parameter",
                                "unknown-parameter",
                                "no-such-day",
                                "unknown-parameter"));
    }

    /** The contract limits the text of an answer. */
    @Test
    void aLongNameOfAParameterIsCut() {
        warden().get("/v1/spaces?" + "x".repeat(3_900) + "=1")
                .then()
                .spec(problem(400, "unknown-parameter"))
                .body("errors[0].pointer", equalTo('/' + "x".repeat(100) + '…'))
                .body("detail", containsString('"' + "x".repeat(100) + "…\""));
    }

    @Test
    void anOperationWithoutQueryParametersRefusesAny() {
        warden().get("/v1/spaces/" + UUID.randomUUID() + "?fields=label")
                .then()
                .spec(problem(400, "unknown-parameter"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/nothing",
                "/",
                "/v1/spaces/not-a-uuid",
                "/v1/spaces/1-1-1-1-1",
                "/v1/spaces/1/2/3",
                "/q/health"
            })
    void anUnknownAddressIs404(String path) {
        warden().get(path).then().spec(problem(404, "unknown-route"));
    }

    @Test
    void anUnknownIdIs404NotFound() {
        warden().get("/v1/spaces/" + UUID.randomUUID()).then().spec(problem(404, "not-found"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/spaces                                      | GET, HEAD, OPTIONS, POST
            /v1/spaces/                                     | GET, HEAD, OPTIONS, POST
            /v1/spaces/00000000-0000-0000-0000-000000000000 | GET, HEAD, OPTIONS, PATCH
            /v1/reservations                                | OPTIONS, POST
            """)
    void aWrongMethodIs405WithAllow(String path, String allowed) {
        warden().delete(path).then().spec(problem(405, "method-not-allowed")).header("Allow", allowed);
    }

    @Test
    void anUnsupportedAcceptIs406() {
        warden().accept("text/csv").get("/v1/spaces").then().spec(problem(406, "not-acceptable"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml"})
    void aBodyOfAnotherTypeIs415(String type) {
        RestAssured.given()
                .header("Authorization", "Bearer " + Tokens.withRole("warden"))
                .contentType(type)
                .body(space("A").getBytes(StandardCharsets.UTF_8))
                .post("/v1/spaces")
                .then()
                .spec(problem(415, "unsupported-media-type"))
                .body("detail", endsWith(" application/json."));
    }

    @Test
    void aPatchInPlainJsonIs415() {
        warden().body("{}")
                .patch("/v1/spaces/" + UUID.randomUUID())
                .then()
                .spec(problem(415, "unsupported-media-type"))
                .body("detail", endsWith(" application/merge-patch+json."));
    }

    @ParameterizedTest
    @ValueSource(ints = {150_000, 5_000_000})
    void aBodyAnnouncedAsTooLargeIs413(int size) throws Exception {
        // Without validation against the contract: its pattern matcher needs a stack frame for each character.
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(service.resolve("/v1/spaces"))
                                .header("Authorization", "Bearer " + Tokens.withRole("warden"))
                                .header("Content-Type", "application/json")
                                .header("Accept-Language", "fr")
                                .POST(HttpRequest.BodyPublishers.ofString(space("x".repeat(size))))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("\"code\":\"body-too-large\"");
        assertThat(answer.headers().firstValue("Content-Language")).contains("fr");
    }

    /** Quarkus answers without a problem and disconnects. The gateway counts the bytes of such bodies first. */
    @Test
    void aChunkedBodyIsNotReadBeyondTheLimit() throws Exception {
        byte[] large = (" ".repeat(200_000) + space("A")).getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/v1/spaces"))
                .header("Authorization", "Bearer " + Tokens.withRole("warden"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                .build();
        int status;
        try {
            status = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException hungUp) {
            status = 413;
        }
        assertThat(status).isEqualTo(413);
    }

    @Test
    void aLostRaceIs409() {
        warden().get("/v1/faults/lost-race").then().spec(problem(409, "concurrent-change"));
    }

    @Test
    void anIllegalTransitionIs409AndListsTheLegalOnes() {
        warden().get("/v1/faults/barrier")
                .then()
                .spec(problem(409, "illegal-transition"))
                .body("allowed", contains("OPEN", "SHUT"))
                .body("existingId", equalTo("b-1"))
                .body(
                        "detail",
                        equalTo(
                                "The state OPEN cannot change to GONE. From here these states are possible: OPEN, SHUT."));
    }

    @Test
    void anUnexpectedExceptionIs500WithoutDetails() {
        warden().get("/v1/faults/unexpected")
                .then()
                .spec(problem(500, "internal-error"))
                .body("detail", containsString("traceId"))
                .body(not(containsString("secret")));
    }

    @Test
    void theProblemHasTheTraceIdOfTheRequest() {
        String traceId = "0af7651916cd43dd8448eb211c80319c";
        warden().header("traceparent", "00-" + traceId + "-b7ad6b7169203331-00")
                .get("/v1/nothing")
                .then()
                .spec(problem(404, "unknown-route"))
                .body("traceId", equalTo(traceId));
    }
}
