package fr.cned.partenariats.commons.caller;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.RealParts;
import fr.cned.partenariats.commons.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and who the service takes them for. */
@QuarkusTest
@QuarkusTestResource(RealParts.class)
class TokenTest {

    private static final String PATH = "/v1/faults/caller";

    private static ValidatableResponse call(String token) {
        return Api.as(token).get(PATH).then();
    }

    private static void assertRefused(String token) {
        call(token)
                .spec(problem(401, "invalid-token"))
                .header("WWW-Authenticate", equalTo("Bearer error=\"invalid_token\""));
    }

    @Test
    void withoutATokenItIs401AndTellsHowToAuthenticate() {
        Api.anonymous()
                .get(PATH)
                .then()
                .spec(problem(401, "unauthenticated"))
                .header("WWW-Authenticate", equalTo("Bearer"));
    }

    @Test
    void whoSendsNoTokenLearnsNothingOfParametersAndBodies() {
        Api.anonymous().get("/v1/spaces?nope=1").then().spec(problem(401, "unauthenticated"));
        Api.anonymous().body("{").post("/v1/spaces").then().spec(problem(401, "unauthenticated"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "a.b.c", "..", "a..", ".b.c", "Bearer", "é.é.é"})
    void whatIsNoTokenIs401(String token) {
        assertRefused(token);
    }

    @Test
    void anExpiredTokenIs401() {
        assertRefused(Tokens.expired("warden"));
    }

    @Test
    void aTokenForAnotherAudienceIs401() {
        assertRefused(Tokens.forAnotherAudience("warden"));
    }

    @Test
    void aTokenOfAnotherIssuerIs401() {
        assertRefused(Tokens.sign(Tokens.claims("forger", "warden").issuer("https://elsewhere.test")));
    }

    @Test
    void aTokenNotYetValidIs401() {
        assertRefused(Tokens.sign(
                Tokens.claims("forger", "warden").claim("nbf", Instant.now().getEpochSecond() + 600)));
    }

    @Test
    void aTokenSignedWithAnotherKeyIs401() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        JwtClaimsBuilder claims = Tokens.claims("forger", "warden");
        assertRefused(
                claims.jws().keyId("test").sign(generator.generateKeyPair().getPrivate()));
    }

    @Test
    void aTokenWithoutSignatureIs401() {
        String[] parts = Tokens.withRole("warden").split("\\.", -1);
        assertRefused(encode("{\"alg\":\"none\",\"typ\":\"JWT\"}") + '.' + parts[1] + '.');
        assertRefused(parts[0] + '.' + parts[1] + '.');
    }

    /** The classic: the public key taken for the secret of an HMAC. */
    @Test
    void aTokenSignedWithThePublicKeyIs401() throws Exception {
        String publicKey = ConfigProvider.getConfig().getValue("quarkus.oidc.public-key", String.class);
        String signed = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")
                + '.'
                + Tokens.withRole("warden").split("\\.", -1)[1];
        for (byte[] secret :
                List.of(Base64.getDecoder().decode(publicKey), publicKey.getBytes(StandardCharsets.UTF_8))) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
            assertRefused(signed + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
        }
    }

    @Test
    void aTokenWithChangedClaimsIs401() {
        String[] parts = Tokens.withRole("driver").split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        assertRefused(parts[0] + '.' + encode(claims.replace("[\"driver\"]", "[\"warden\"]")) + '.' + parts[2]);
    }

    @Test
    void aRoleThatTheOperationIsNotForIs403() {
        Api.as(Tokens.withRole("passer-by")).get(PATH).then().spec(problem(403, "forbidden"));
    }

    @Test
    void anOperationThatNamesNoRoleIsForNobody() {
        Api.as(Tokens.withRole("warden")).get("/v1/faults/unannotated").then().spec(problem(403, "forbidden"));
    }

    @Test
    void theCallerIsTheClientOfTheToken() {
        call(Tokens.withRole("warden"))
                .statusCode(200)
                .body("client", equalTo("test-warden"))
                .body("actor", equalTo("test-warden"))
                .body("warden", equalTo(true))
                .body("tenant", equalTo("none"));
    }

    @Test
    void theActorIsThePersonWhereThereIsOne() {
        call(Tokens.sign(Tokens.claims("portal", "driver").claim("preferred_username", "a.martin")))
                .statusCode(200)
                .body("client", equalTo("portal"))
                .body("actor", equalTo("a.martin"))
                .body("warden", equalTo(false));
    }

    @Test
    void aProgramsChangesAreItsClientsWhateverItsAccountIsCalled() {
        call(Tokens.sign(Tokens.claims("intake", "warden").claim("preferred_username", "service-account-intake")))
                .statusCode(200)
                .body("actor", equalTo("intake"));
    }

    @Test
    void theTenantIsTheOneOfTheToken() {
        UUID tenant = UUID.randomUUID();
        call(tenantToken(tenant.toString())).statusCode(200).body("tenant", equalTo(tenant.toString()));
        Api.as(tenantToken(tenant.toString()))
                .get("/v1/faults/tenant")
                .then()
                .statusCode(200)
                .body("tenant", equalTo(tenant.toString()));
    }

    @Test
    void whoNeedsATenantAndHasNoneIs403() {
        Api.as(Tokens.withRole("driver")).get("/v1/faults/tenant").then().spec(problem(403, "no-tenant"));
        Api.as(tenantToken("not-a-uuid")).get("/v1/faults/tenant").then().spec(problem(403, "no-tenant"));
    }

    private static String tenantToken(String tenant) {
        return Tokens.sign(Tokens.claims("tenant-client", "driver").claim("partner_id", tenant));
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
