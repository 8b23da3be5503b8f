package fr.cned.partenariats.gateway.edge.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.commons.testing.ForgedTokens;
import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(StubEnvironmentResource.class)
class TokenIT {

    /** The gateway fetches keys at most every three seconds, and an earlier test may have caused a fetch. */
    private static final String FETCH_INTERVAL = "the gateway may fetch the keys again";

    StubEnvironment stubs;

    @AfterEach
    void startIdentityProvider() {
        stubs.identityProviderServer.start();
    }

    @Test
    void theTokensOfARevokedClientEndWithinSeconds() {
        String token = stubs.tokens().ofClient("revoked-client");
        assertThat(given().auth().oauth2(token).get("/v1/partners").statusCode())
                .isEqualTo(200);
        stubs.partner.revoke("revoked-client");
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> given().auth()
                        .oauth2(token)
                        .get("/v1/partners")
                        .then()
                        .statusCode(401)
                        .body("code", equalTo("invalid-token")));
        assertThat(given().auth()
                        .oauth2(stubs.tokens().valid())
                        .get("/v1/partners")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/partners", "/v1/", "/v1/no-such-thing", "/v1/partner-events/re-emissions"})
    void apiRequestWithoutATokenIsRefused(String path) {
        given().get(path)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer")
                .body("code", equalTo("unauthenticated"));
    }

    @Test
    void forgedTokensAreRefusedAndReachNoService() {
        int before = stubs.partner.requests();
        Map<String, String> forged =
                ForgedTokens.of(stubs.issuer(), stubs.identityProvider.key(), "enrollment-officer");
        Map<String, String> notRefused = new TreeMap<>();
        forged.forEach((forgery, token) -> {
            Response answer = given().header("Authorization", "Bearer " + token).get("/v1/partners");
            if (answer.statusCode() != 401
                    || !answer.contentType().equals("application/problem+json")
                    || !answer.path("code").equals("invalid-token")) {
                notRefused.put(forgery, answer.statusCode() + " " + answer.asString());
            }
        });
        assertThat(forged).hasSizeGreaterThanOrEqualTo(100);
        assertThat(notRefused).isEmpty();
        assertThat(stubs.partner.requests()).isEqualTo(before);
        withToken(ForgedTokens.genuine(stubs.issuer(), stubs.identityProvider.key(), "enrollment-officer"))
                .statusCode(200);
    }

    @Test
    void refusedTokenIsReportedAsInvalid() {
        withToken(stubs.tokens().with(claims -> claims.audience("account")))
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
    void credentialsOtherThanOneBearerTokenAreRefused(String credentials) {
        given().header("Authorization", credentials.formatted(stubs.tokens().valid()))
                .get("/v1/partners")
                .then()
                .statusCode(401)
                .body("code", equalTo("invalid-token"));
    }

    @Test
    void bearerSchemeIsCaseInsensitive() {
        given().header("Authorization", "bearer " + stubs.tokens().valid())
                .get("/v1/partners")
                .then()
                .statusCode(200);
    }

    @Test
    void requestWithTwoTokensIsRefused() {
        given().header(
                        "Authorization",
                        "Bearer " + stubs.tokens().valid(),
                        "Bearer " + stubs.tokens().valid())
                .get("/v1/partners")
                .then()
                .statusCode(401);
    }

    @Test
    void tokenInAFormIsIgnored() {
        given().formParam("access_token", stubs.tokens().valid())
                .post("/v1/partners")
                .then()
                .statusCode(401)
                .body("code", equalTo("unauthenticated"));
    }

    @Test
    void tokenInTheQueryIsIgnored() {
        given().queryParam("access_token", stubs.tokens().valid())
                .get("/v1/partners")
                .then()
                .statusCode(401)
                .body("code", equalTo("unauthenticated"));
    }

    @Test
    @Tag("nightly")
    void cachedTokenIsRefusedAfterItsExpiry() {
        Instant expiry = Instant.now().plusSeconds(2);
        String token = stubs.tokens()
                .with(claims -> claims.issuedAt(expiry.minusSeconds(60)).expiresAt(expiry));
        withToken(token).statusCode(200);
        withToken(token).statusCode(200);
        await("the token and its clock skew have expired, the cache entry has not")
                .atMost(Duration.ofSeconds(40))
                .until(() -> withToken(token).extract().statusCode() == 401);
    }

    @Test
    void afterKeyRotationNewTokensAreAcceptedAndOldTokensAreRefused() {
        String old = stubs.tokens().valid();
        withToken(old).statusCode(200);
        stubs.identityProvider.rotate();
        String fresh = stubs.tokens().valid();
        await(FETCH_INTERVAL).untilAsserted(() -> withToken(fresh).statusCode(200));
        withToken(old).statusCode(401);
        withToken(fresh).statusCode(200);
    }

    @Test
    void knownKeyVerifiesWhileTheIdentityProviderIsDown() {
        withToken(stubs.tokens().valid()).statusCode(200);
        stubs.identityProviderServer.stop();
        withToken(stubs.tokens().valid()).statusCode(200);
    }

    @Test
    void unknownKeyIsServiceUnavailableWhileTheIdentityProviderIsDown() {
        Tokens unknown = new Tokens(stubs.issuer(), stubs.identityProvider.newKey());
        stubs.identityProviderServer.stop();
        await(FETCH_INTERVAL)
                .untilAsserted(() -> withToken(unknown.valid())
                        .statusCode(503)
                        .header("Retry-After", "1")
                        .body("code", equalTo("service-unavailable")));
    }

    /** An attacker can send tokens with invented key ids. */
    @Test
    void unknownKeysAreFetchedAtMostOnceInThreeSeconds() throws Exception {
        withToken(stubs.tokens().valid()).statusCode(200);
        int before = stubs.identityProvider.keyFetches();
        long began = System.nanoTime();
        assertThat(statusesOfUnknownKeys(400)).containsOnly(401);
        long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
        assertThat(stubs.identityProvider.keyFetches() - before).isBetween(0, (int) (1 + (seconds + 2) / 3));
    }

    @Test
    void unknownKeysAreRefusedAtOnceWhileTheIdentityProviderIsDown() throws Exception {
        withToken(stubs.tokens().valid()).statusCode(200);
        stubs.identityProviderServer.stop();
        long began = System.nanoTime();
        assertThat(statusesOfUnknownKeys(100)).isSubsetOf(401, 503);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
        withToken(stubs.tokens().valid()).statusCode(200);
    }

    private Set<Integer> statusesOfUnknownKeys(int requests) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(16);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                String token = stubs.tokens().ofUnknownKey();
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
