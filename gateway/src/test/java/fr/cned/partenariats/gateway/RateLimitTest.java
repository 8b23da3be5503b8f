package fr.cned.partenariats.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.gateway.testing.House;
import fr.cned.partenariats.gateway.testing.HouseResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HouseResource.class)
class RateLimitTest {

    House house;

    @Test
    void everyAnswerSaysWhatIsLeft() {
        String token = house.tokens().ofClient("counts");
        int first = remaining(get(token));
        assertThat(get(token).header("RateLimit-Limit")).isEqualTo("60");
        assertThat(first).isEqualTo(59);
        assertThat(remainingAfterSome(() -> get(token))).isLessThan(59);
    }

    @Test
    void aClientThatFloodsIsHeldBackAndTakesNothingFromAnother() {
        String flooding = house.tokens().ofClient("flooding");
        String again = house.tokens().ofClient("flooding");
        String neighbour = house.tokens().ofClient("neighbour");
        Response refused = await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> get(flooding), answer -> answer.statusCode() == 429);
        refused.then()
                .contentType("application/problem+json")
                .header("RateLimit-Remaining", "0")
                .header("Retry-After", "1")
                .body("code", equalTo("rate-limited"));
        assertThat(get(neighbour).statusCode()).isEqualTo(200);
        await("another token is no way around it, the time is")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(get(again).statusCode()).isEqualTo(200));
    }

    @Test
    void aPersonWhoFloodsTakesNothingFromAnotherWhoSharesTheClient() {
        String flooding = tokenOf("portal", "person-1");
        String neighbour = tokenOf("portal", "person-2");
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> get(flooding).statusCode() == 429);
        assertThat(remaining(get(neighbour))).isEqualTo(59);
    }

    private String tokenOf(String client, String person) {
        return house.tokens().with(claims -> claims.claim("azp", client).subject(person));
    }

    @Test
    void unknownAddressesCountToo() {
        String token = house.tokens().ofClient("scans");
        int before = remaining(get(token));
        int after = remainingAfterSome(
                () -> given().header("Authorization", "Bearer " + token).get("/v1/no-such-thing"));
        assertThat(after).isLessThan(before);
    }

    /** More than come back, one a second, while they are sent. */
    private static int remainingAfterSome(Supplier<Response> request) {
        return Stream.generate(request)
                .limit(20)
                .mapToInt(RateLimitTest::remaining)
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
