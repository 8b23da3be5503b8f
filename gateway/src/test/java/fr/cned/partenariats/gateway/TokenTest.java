package fr.cned.partenariats.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.commons.testing.Forgeries;
import fr.cned.partenariats.gateway.testing.House;
import fr.cned.partenariats.gateway.testing.HouseResource;
import fr.cned.partenariats.gateway.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(HouseResource.class)
class TokenTest {

    /** The keys are not fetched again within three seconds, whatever the test before did. */
    private static final String TIME_BETWEEN_FETCHES = "the keys may be fetched again";

    House house;

    @AfterEach
    void identityProviderIsThere() {
        house.identityProviderServer.start();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/partners", "/v1/", "/v1/no-such-thing", "/v1/partner-events/re-emissions"})
    void nothingBelowV1IsServedWithoutAToken(String path) {
        given().get(path)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer")
                .body("code", equalTo("unauthenticated"));
    }

    @Test
    void everyForgedTokenIsRefusedAndNoneReachesAService() {
        int before = house.partner.requests();
        Map<String, String> forged = Forgeries.of(house.issuer(), house.identityProvider.key(), "enrollment-officer");
        Map<String, String> notRefused = new TreeMap<>();
        forged.forEach((trick, token) -> {
            Response answer = given().header("Authorization", "Bearer " + token).get("/v1/partners");
            if (answer.statusCode() != 401
                    || !answer.contentType().equals("application/problem+json")
                    || !answer.path("code").equals("invalid-token")) {
                notRefused.put(trick, answer.statusCode() + " " + answer.asString());
            }
        });
        assertThat(forged).hasSizeGreaterThanOrEqualTo(100);
        assertThat(notRefused).isEmpty();
        assertThat(house.partner.requests()).isEqualTo(before);
        withToken(Forgeries.genuine(house.issuer(), house.identityProvider.key(), "enrollment-officer"))
                .statusCode(200);
    }

    @Test
    void aRefusedTokenIsCalledInvalid() {
        withToken(house.tokens().with(claims -> claims.audience("account")))
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                .body("code", equalTo("invalid-token"))
                .body("type", equalTo("/problems/invalid-token"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic b3BzOm9wcw==",
                "DPoP %s",
                "bearer %s, bearer %1$s",
                "bearer %s realm=x",
                "Bearer:%s",
                "%s",
                "Bearer",
                "Bearer ",
                "Bearer\t%s"
            })
    void onlyABearerTokenIsTaken(String credentials) {
        given().header("Authorization", credentials.formatted(house.tokens().valid()))
                .get("/v1/partners")
                .then()
                .statusCode(401)
                .body("code", equalTo("invalid-token"));
    }

    @Test
    void theSchemeIsReadInAnyCase() {
        given().header("Authorization", "bearer " + house.tokens().valid())
                .get("/v1/partners")
                .then()
                .statusCode(200);
    }

    @Test
    void twoTokensAreOneTooMany() {
        given().header(
                        "Authorization",
                        "Bearer " + house.tokens().valid(),
                        "Bearer " + house.tokens().valid())
                .get("/v1/partners")
                .then()
                .statusCode(401);
    }

    @Test
    void aTokenInAFormIsNoToken() {
        given().formParam("access_token", house.tokens().valid())
                .post("/v1/partners")
                .then()
                .statusCode(401)
                .body("code", equalTo("unauthenticated"));
    }

    @Test
    void aTokenInTheAddressIsNoToken() {
        given().queryParam("access_token", house.tokens().valid())
                .get("/v1/partners")
                .then()
                .statusCode(401)
                .body("code", equalTo("unauthenticated"));
    }

    @Test
    void aRememberedTokenIsRefusedFromItsExpiryOn() {
        Instant expiry = Instant.now().plusSeconds(2);
        String token = house.tokens()
                .with(claims -> claims.issuedAt(expiry.minusSeconds(60)).expiresAt(expiry));
        withToken(token).statusCode(200);
        withToken(token).statusCode(200);
        await("it and the grace of the clock skew are over, but not yet the time that a token is remembered")
                .atMost(Duration.ofSeconds(40))
                .until(() -> withToken(token).extract().statusCode() == 401);
    }

    @Test
    void whenKeysAreRotatedTheNewOneIsFetchedAndTheOldTokensFall() {
        String old = house.tokens().valid();
        withToken(old).statusCode(200);
        house.identityProvider.rotate();
        String fresh = house.tokens().valid();
        await(TIME_BETWEEN_FETCHES).untilAsserted(() -> withToken(fresh).statusCode(200));
        withToken(old).statusCode(401);
        withToken(fresh).statusCode(200);
    }

    @Test
    void withTheIdentityProviderDownAKnownKeyStillVerifies() {
        withToken(house.tokens().valid()).statusCode(200);
        house.identityProviderServer.stop();
        withToken(house.tokens().valid()).statusCode(200);
    }

    @Test
    void withTheIdentityProviderDownATokenOfAnUnknownKeyIsNotCalledInvalid() {
        Tokens unknown = new Tokens(house.issuer(), house.identityProvider.newKey());
        house.identityProviderServer.stop();
        await(TIME_BETWEEN_FETCHES)
                .untilAsserted(() -> withToken(unknown.valid())
                        .statusCode(503)
                        .header("Retry-After", "1")
                        .body("code", equalTo("service-unavailable")));
    }

    /** Anybody can make up key ids. */
    @Test
    void unknownKeysAreAskedForOnceInThreeSecondsAtMost() throws Exception {
        withToken(house.tokens().valid()).statusCode(200);
        int before = house.identityProvider.keyFetches();
        long began = System.nanoTime();
        assertThat(statusesOfUnknownKeys(400)).containsOnly(401);
        long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
        assertThat(house.identityProvider.keyFetches() - before).isBetween(0, (int) (1 + (seconds + 2) / 3));
    }

    @Test
    void withTheIdentityProviderDownUnknownKeysAreRefusedAtOnceAndKnownOnesStillVerify() throws Exception {
        withToken(house.tokens().valid()).statusCode(200);
        house.identityProviderServer.stop();
        long began = System.nanoTime();
        assertThat(statusesOfUnknownKeys(100)).isSubsetOf(401, 503);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
        withToken(house.tokens().valid()).statusCode(200);
    }

    private Set<Integer> statusesOfUnknownKeys(int requests) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(16);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                String token = house.tokens().ofUnknownKey();
                answers.add(clients.submit(() -> withToken(token).extract().statusCode()));
            }
            Set<Integer> statuses = new TreeSet<>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
            return statuses;
        } finally {
            clients.shutdown();
        }
    }

    private ValidatableResponse withToken(String token) {
        return given().header("Authorization", "Bearer " + token)
                .get("/v1/partners")
                .then();
    }
}
