package fr.cned.partenariats.gateway.limit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The request rate is limited per caller, and responses show the remaining requests. */
@QuarkusTest
@QuarkusTestResource(StubEnvironmentResource.class)
class ClientRateLimitIT {

    StubEnvironment stubs;

    @Test
    void responseShowsTheRemainingRequests() {
        String token = stubs.tokens().ofClient("counts");
        int first = remaining(get(token));
        assertThat(get(token).header("RateLimit-Limit")).isEqualTo("60");
        assertThat(get(token).header("RateLimit-Policy")).matches("\"caller\";q=60;w=[0-9]+");
        assertThat(get(token).header("RateLimit")).matches("\"caller\";r=[0-9]+;t=[0-9]+");
        assertThat(first).isEqualTo(59);
        assertThat(remainingAfterSome(() -> get(token))).isLessThan(59);
    }

    @Test
    void floodingClientIsRefusedAndAffectsNoOtherClient() {
        String flooding = stubs.tokens().ofClient("flooding");
        String again = stubs.tokens().ofClient("flooding");
        String other = stubs.tokens().ofClient("neighbour");
        Response refused = await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> get(flooding), answer -> answer.statusCode() == 429);
        refused.then()
                .contentType("application/problem+json")
                .header("RateLimit-Remaining", "0")
                .header("Retry-After", "1")
                .body("code", equalTo("rate-limited"));
        assertThat(get(other).statusCode()).isEqualTo(200);
        await("the limit applies to a new token too, until the bucket refills")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(get(again).statusCode()).isEqualTo(200));
    }

    @Test
    void floodingUserAffectsNoOtherUserOfTheSameClient() {
        String flooding = tokenOf("portal", "person-1");
        String other = tokenOf("portal", "person-2");
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> get(flooding).statusCode() == 429);
        assertThat(remaining(get(other))).isEqualTo(59);
    }

    private String tokenOf(String client, String person) {
        return stubs.tokens().with(claims -> claims.claim("azp", client).subject(person));
    }

    @Test
    void requestsToUnknownRoutesCount() {
        String token = stubs.tokens().ofClient("scans");
        int before = remaining(get(token));
        int after = remainingAfterSome(
                () -> given().header("Authorization", "Bearer " + token).get("/v1/no-such-thing"));
        assertThat(after).isLessThan(before);
    }

    /** Sends more requests than the bucket refills meanwhile, at one per second. */
    private static int remainingAfterSome(Supplier<Response> request) {
        return Stream.generate(request)
                .limit(20)
                .mapToInt(ClientRateLimitIT::remaining)
                .min()
                .orElseThrow();
    }

    private static Response get(String token) {
        return given().header("Authorization", "Bearer " + token).get("/v1/partners");
    }

    private static int remaining(Response response) {
        return Integer.parseInt(response.header("RateLimit-Remaining"));
    }
}
