package fr.cned.partenariats.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.gateway.testing.Forgeries;
import fr.cned.partenariats.gateway.testing.House;
import fr.cned.partenariats.gateway.testing.HouseResource;
import fr.cned.partenariats.gateway.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(HouseResource.class)
class TokenTest {

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
        Map<String, String> forged = Forgeries.of(house.tokens());
        Map<String, Integer> accepted = new TreeMap<>();
        forged.forEach((trick, token) -> {
            int status = given().header("Authorization", "Bearer " + token)
                    .get("/v1/partners")
                    .statusCode();
            if (status != 401) {
                accepted.put(trick, status);
            }
        });
        assertThat(forged).hasSizeGreaterThanOrEqualTo(40);
        assertThat(accepted).isEmpty();
        assertThat(house.partner.requests()).isEqualTo(before);
    }

    @Test
    void aRefusedTokenIsCalledInvalid() {
        withToken(house.tokens().with(claims -> claims.audience("account")))
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                .body("code", equalTo("invalid-token"))
                .body("type", equalTo("urn:problem:invalid-token"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic b3BzOm9wcw==", "DPoP %s", "%s", "Bearer", "Bearer ", "Bearer\t%s"})
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
        withToken(fresh).statusCode(200);
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
        withToken(unknown.valid())
                .statusCode(503)
                .header("Retry-After", "1")
                .body("code", equalTo("service-unavailable"));
    }

    private ValidatableResponse withToken(String token) {
        return given().header("Authorization", "Bearer " + token)
                .get("/v1/partners")
                .then();
    }
}
