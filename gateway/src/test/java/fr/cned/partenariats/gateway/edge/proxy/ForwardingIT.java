package fr.cned.partenariats.gateway.edge.proxy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(StubEnvironmentResource.class)
class ForwardingIT {

    private static final String TRACEPARENT = "00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}";

    StubEnvironment stubs;

    @ParameterizedTest
    @CsvSource({
        "partners, partner",
        "networks, partner",
        "sites, partner",
        "agreements, partner",
        "opportunities, partner",
        "training-needs, partner",
        "partner-events, partner",
        "trainings, catalog",
        "offerings, catalog",
        "catalog-events, catalog",
        "enrollments, enrollment",
        "students, enrollment",
        "eligibility-checks, enrollment",
        "imports, enrollment",
        "attendance, enrollment",
        "apprenticeship-contracts, enrollment",
        "apprentices, enrollment",
        "site-occupancies, enrollment",
        "connections, enrollment",
        "statistics, enrollment",
        "enrollment-events, enrollment",
        "audit/partner, partner",
        "audit/catalog, catalog",
        "audit/enrollment, enrollment"
    })
    void pathPrefixSelectsTheService(String prefix, String service) {
        stubs.asClient().get("/v1/" + prefix).then().statusCode(200).body("service", equalTo(service));
        stubs.asClient()
                .get("/v1/" + prefix + "/7/things?limit=5")
                .then()
                .statusCode(200)
                .body("service", equalTo(service))
                .body("uri", equalTo("/v1/" + prefix + "/7/things?limit=5"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"audit", "audit/", "audit/gateway", "auditpartner", "audit-partner", "partner"})
    void auditPathWithoutAServiceNameIsNotFound(String path) {
        stubs.asClient().get("/v1/" + path).then().statusCode(404);
    }

    @Test
    void methodBodyAndContractHeadersAreForwarded() {
        stubs.asClient()
                .contentType("application/merge-patch+json")
                .header("If-Match", "\"3\"")
                .header("Idempotency-Key", "a-key")
                .header("If-Revision-At-Least", "agreement/7=3, offering/8=2")
                .header("Accept-Language", "fr")
                .body("{\"name\":\"Lycee\"}")
                .patch("/v1/partners/7")
                .then()
                .statusCode(200)
                .body("method", equalTo("PATCH"))
                .body("bodyLength", equalTo("{\"name\":\"Lycee\"}".length()))
                .body("headers.content-type", startsWith("application/merge-patch+json"))
                .body("headers.if-match", equalTo("\"3\""))
                .body("headers.idempotency-key", equalTo("a-key"))
                .body("headers.if-revision-at-least", equalTo("agreement/7=3, offering/8=2"))
                .body("headers.accept-language", equalTo("fr"));
    }

    @Test
    void accessTokenIsForwarded() {
        String token = stubs.tokens().valid();
        given().header("Authorization", "Bearer " + token)
                .get("/v1/partners")
                .then()
                .body("headers.authorization", equalTo("Bearer " + token));
    }

    @Test
    void forgedIdentityAndOriginHeadersAreRemoved() {
        Map<String, Object> headers = stubs.asClient()
                .header("X-Forwarded-For", "6.6.6.6")
                .header("X-Forwarded-Host", "evil.example")
                .header("X-Forwarded-Proto", "gopher")
                .header("X-Forwarded-User", "root")
                .header("X-Forwarded-Prefix", "/admin")
                .header("Forwarded", "for=6.6.6.6")
                .header("X-Real-IP", "6.6.6.6")
                .header("X-User", "root")
                .header("X-Remote-User", "root")
                .header("Remote-User", "root")
                .header("X-Partner-Id", "7")
                .header("X-Original-URL", "/q/health")
                .header("X-HTTP-Method-Override", "DELETE")
                .header("Cookie", "q_session=1")
                .header("Connection", "X-Forwarded-For, keep-alive")
                .header("TE", "trailers")
                .header("Proxy-Authorization", "Basic cm9vdA==")
                .get("/v1/partners")
                .then()
                .statusCode(200)
                .body("headers.x-forwarded-for", equalTo("127.0.0.1"))
                .body("headers.x-forwarded-proto", equalTo("http"))
                .body("headers.x-forwarded-host", matchesPattern("localhost:\\d+"))
                .extract()
                .jsonPath()
                .getMap("headers");
        assertThat(headers.keySet())
                .isSubsetOf(
                        "accept",
                        "accept-encoding",
                        "authorization",
                        "user-agent",
                        "traceparent",
                        "host",
                        "x-forwarded-for",
                        "x-forwarded-host",
                        "x-forwarded-proto");
    }

    @Test
    void theSchemeOfTheClientIsForwarded() {
        stubs.asClient()
                .header("X-Forwarded-Proto", "https")
                .get("/v1/partners")
                .then()
                .body("headers.x-forwarded-proto", equalTo("https"));
    }

    @Test
    void validTraceparentIsContinued() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        stubs.asClient()
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .get("/v1/partners")
                .then()
                .body("headers.traceparent", matchesPattern("00-" + trace + "-[0-9a-f]{16}-0[01]"));
    }

    @Test
    void missingTraceparentIsCreated() {
        stubs.asClient().get("/v1/partners").then().body("headers.traceparent", matchesPattern(TRACEPARENT));
    }

    @Test
    void malformedTraceparentIsReplaced() {
        stubs.asClient()
                .header("traceparent", "00-zz-00f067aa0ba902b7-01")
                .get("/v1/partners")
                .then()
                .body("headers.traceparent", matchesPattern(TRACEPARENT));
    }

    @Test
    void serverAndHopByHopHeadersOfAServiceAreRemoved() {
        stubs.asClient()
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/v1/partners/created")
                .then()
                .statusCode(201)
                .header("Location", "/v1/partners/7")
                .header("ETag", "\"1\"")
                .header("X-Content-Type-Options", "nosniff")
                .header("Server", nullValue())
                .header("X-Powered-By", nullValue())
                .header("X-Internal", nullValue())
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @Test
    void problemOfAServiceIsForwardedUnchanged() {
        stubs.asClient()
                .get("/v1/enrollments/refuses")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("code", equalTo("no-place-left"));
    }

    @Test
    void responsesWithoutABodyAreForwarded() {
        stubs.asClient()
                .header("If-None-Match", "\"3\"")
                .get("/v1/trainings/not-modified")
                .then()
                .statusCode(304)
                .header("ETag", "\"3\"");
        stubs.asClient().delete("/v1/partners/empty").then().statusCode(204);
        stubs.asClient().head("/v1/partners/7").then().statusCode(200);
    }

    @Test
    void crossOriginRequestGetsNoCorsHeaders() {
        stubs.asClient()
                .header("Origin", "https://evil.example")
                .get("/v1/partners")
                .then()
                .header("Access-Control-Allow-Origin", nullValue())
                .body("headers.origin", nullValue());
    }
}
