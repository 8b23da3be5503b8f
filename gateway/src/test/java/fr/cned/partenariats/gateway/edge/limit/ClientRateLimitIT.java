package fr.cned.partenariats.gateway.edge.limit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The request rate is limited per caller, and responses show the remaining requests. */
@QuarkusTest
@QuarkusTestResource(StubEnvironmentResource.class)
class ClientRateLimitIT {

    private static final Pattern REMAINING = Pattern.compile(";r=([0-9]+)");

    StubEnvironment stubs;

    @Test
    void responseShowsTheRemainingRequests() {
        String token = stubs.tokens().ofClient("counts");
        int first = remaining(get(token));
        assertThat(get(token).header("RateLimit-Policy")).isEqualTo("\"client\";q=60;w=60");
        assertThat(get(token).header("RateLimit")).matches("\"client\";r=[0-9]+;t=1");
        assertThat(get(token).headers().asList())
                .extracting(Header::getName)
                .doesNotContain("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset");
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
                .header("RateLimit", "\"client\";r=0;t=1")
                .header("Retry-After", "1")
                .body("code", equalTo("rate-limited"));
        assertThat(get(other).statusCode()).isEqualTo(200);
        await("the limit applies to a new token too, until the bucket refills")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(get(again).statusCode()).isEqualTo(200));
    }

    @Test
    void floodingUserAffectsNoOtherUserOfTheSameClient() {
        String flooding = stubs.tokens().ofPerson("person-1");
        String other = stubs.tokens().ofPerson("person-2");
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> get(flooding).statusCode() == 429);
        Response answer = get(other);
        assertThat(remaining(answer)).isEqualTo(59);
        assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"person\";q=60;w=60");
        assertThat(answer.header("RateLimit")).startsWith("\"person\";");
    }

    @Test
    void allSubjectsOfAnyOtherClientShareItsLimit() {
        assertThat(remaining(get(tokenOf("own-program", "subject-1")))).isEqualTo(59);
        assertThat(remainingAfterSome(() -> get(tokenOf("own-program", "subject-2"))))
                .isLessThan(58);
        assertThat(remaining(get(tokenOf("own-program", "subject-3")))).isLessThan(58);
    }

    private String tokenOf(String client, String subject) {
        return stubs.tokens().with(claims -> claims.claim("azp", client).subject(subject));
    }

    @Test
    void theClientsOfAPartnerShareItsLimit() {
        String one = stubs.tokens().ofPartner("partner-client-1", "a-partner");
        String two = stubs.tokens().ofPartner("partner-client-2", "a-partner");
        assertThat(get(one).header("RateLimit")).startsWith("\"client\";r=59");
        for (int i = 0; i < 30; i++) {
            get(one);
        }
        Response second = get(two);
        assertThat(second.header("RateLimit-Policy")).isEqualTo("\"partner\";q=60;w=60");
        assertThat(remaining(second)).isLessThan(50);
        Response refused = await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> get(two), answer -> answer.statusCode() == 429);
        assertThat(refused.header("RateLimit")).isEqualTo("\"partner\";r=0;t=1");
        assertThat(get(stubs.tokens().ofPartner("partner-client-3", "another-partner"))
                        .statusCode())
                .isEqualTo(200);
    }

    /** One token for the request, and one for each 5 ms that the service reports. */
    @Test
    void aCostlyRequestTakesMoreTokens() {
        String token = stubs.tokens().ofPartner("costly", "costly-partner");
        Response costly = given().header("Authorization", "Bearer " + token).get("/v1/partners/costly");
        assertThat(costly.header("X-Processor-Micros")).isNull();
        assertThat(remaining(costly)).isEqualTo(59);
        assertThat(remaining(get(token))).isLessThan(56);
        assertThat(remaining(get(stubs.tokens().ofPartner("cheap", "costly-partner"))))
                .isLessThan(56);
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
        Matcher remaining = REMAINING.matcher(response.header("RateLimit"));
        assertThat(remaining.find()).isTrue();
        return Integer.parseInt(remaining.group(1));
    }
}
