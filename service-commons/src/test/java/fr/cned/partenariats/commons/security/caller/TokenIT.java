package fr.cned.partenariats.commons.security.caller;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.ForgedTokens;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.commons.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Authentication, roles, and the caller that the service derives from a token. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class TokenIT {

    private static final String ISSUER = "https://identity.test/realms/cned";
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
    void aRequestWithoutATokenIs401WithWwwAuthenticate() {
        Api.anonymous()
                .get(PATH)
                .then()
                .spec(problem(401, "unauthenticated"))
                .header("WWW-Authenticate", equalTo("Bearer"));
    }

    @Test
    void aRequestWithoutATokenIs401BeforeParametersAndBodyAreChecked() {
        Api.anonymous().get("/v1/spaces?nope=1").then().spec(problem(401, "unauthenticated"));
        Api.anonymous().body("{").post("/v1/spaces").then().spec(problem(401, "unauthenticated"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "a.b.c", "..", "a..", ".b.c", "Bearer", "é.é.é"})
    void aMalformedTokenIs401(String token) {
        assertRefused(token);
    }

    @Test
    void everyForgedTokenIs401() {
        Map<String, String> forged = ForgedTokens.of(ISSUER, Tokens.key(), "warden");
        Map<String, String> notRefused = new TreeMap<>();
        forged.forEach((trick, token) -> {
            Response answer = Api.as(token).get(PATH);
            if (answer.statusCode() != 401
                    || !answer.contentType().startsWith("application/problem+json")
                    || !answer.path("code").equals("invalid-token")) {
                notRefused.put(trick, answer.statusCode() + " " + answer.asString());
            }
        });
        assertThat(forged).hasSizeGreaterThanOrEqualTo(100);
        assertThat(notRefused).isEmpty();
        call(ForgedTokens.genuine(ISSUER, Tokens.key(), "warden"))
                .statusCode(200)
                .body("warden", equalTo(true));
    }

    @Test
    void twoAuthorizationHeadersAre401() {
        Api.anonymous()
                .header("Authorization", "Bearer " + Tokens.withRole("warden"), "Bearer " + Tokens.withRole("warden"))
                .get(PATH)
                .then()
                .spec(problem(401, "invalid-token"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer %s, bearer %1$s", "bearer %s realm=x", "Bearer  x %s", "Bearer Bearer %s"})
    void textBesideTheTokenIs401(String credentials) {
        Api.anonymous()
                .header("Authorization", credentials.formatted(Tokens.withRole("warden")))
                .get(PATH)
                .then()
                .spec(problem(401, "invalid-token"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic b3BzOm9wcw==", "DPoP %s", "%s"})
    void anotherSchemeIs401(String credentials) {
        Api.anonymous()
                .header("Authorization", credentials.formatted(Tokens.withRole("warden")))
                .get(PATH)
                .then()
                .spec(problem(401, "unauthenticated"));
    }

    @Test
    void aTokenInTheQueryOrInAFormIsIgnored() {
        Api.anonymous()
                .queryParam("access_token", Tokens.withRole("warden"))
                .get(PATH)
                .then()
                .spec(problem(401, "unauthenticated"));
        RestAssured.given()
                .formParam("access_token", Tokens.withRole("warden"))
                .post("/v1/spaces")
                .then()
                .spec(problem(415, "unsupported-media-type"));
    }

    @Test
    void aKnownTokenHasTheSameCallerAndRoles() {
        String tenant = UUID.randomUUID().toString();
        String token = residentToken(tenant, List.of("warden", "resident"));
        String first = call(token).statusCode(200).extract().asString();
        String second = call(token)
                .statusCode(200)
                .body("restrictedTo", equalTo(tenant))
                .extract()
                .asString();
        assertThat(second).isEqualTo(first);
        Api.as(token).get("/v1/faults/unexpected").then().spec(problem(403, "forbidden"));
    }

    @Test
    void aKnownTokenWithAnotherSignatureIs401() {
        String token = Tokens.withRole("warden");
        call(token).statusCode(200);
        int signature = token.lastIndexOf('.') + 1;
        char other = token.charAt(signature) == 'A' ? 'B' : 'A';
        assertRefused(token.substring(0, signature) + other + token.substring(signature + 1));
        assertRefused(token.substring(0, signature));
        call(token).statusCode(200);
    }

    @Test
    void aKnownTokenIs401AfterItsExpiry() {
        String token = Tokens.sign(Tokens.claims("intake", "warden").expiresIn(1));
        call(token).statusCode(200);
        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> assertRefused(token)); // 5 s of tolerance
    }

    @Test
    void aRoleWithoutAccessIs403() {
        Api.as(Tokens.withRole("passer-by")).get(PATH).then().spec(problem(403, "forbidden"));
    }

    @ParameterizedTest
    @CsvSource({"en, 'operation needs: driver, warden. Use'", "fr, 'exige : « driver », « warden ». Utilisez'"})
    void a403NamesTheRolesOfTheOperation(String language, String roles) {
        Api.as(Tokens.withRole("passer-by"))
                .header("Accept-Language", language)
                .get("/v1/spaces")
                .then()
                .spec(problem(403, "forbidden"))
                .body("requiredRoles", contains("driver", "warden"))
                .body("detail", containsString(roles));
    }

    @Test
    void anOperationWithoutRolesIs403ForEveryone() {
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
    void theActorIsThePersonIfTheTokenHasOne() {
        call(Tokens.sign(Tokens.claims("portal", "driver").claim("preferred_username", "a.martin")))
                .statusCode(200)
                .body("client", equalTo("portal"))
                .body("actor", equalTo("a.martin"))
                .body("warden", equalTo(false));
    }

    @Test
    void theActorHasTheNameOfThePersonIfTheTokenHasIt() {
        call(Tokens.sign(Tokens.claims("portal", "driver")
                        .claim("preferred_username", "person-1")
                        .claim("name", "Anne Martin")))
                .statusCode(200)
                .body("actor", equalTo("Anne Martin"));
    }

    /** A name can come from another identity provider, or from an administrator of Keycloak. */
    @Test
    void theNameOfTheActorHasOneLineOfVisibleCharactersAndALimit() {
        assertActor(" Anne\r\n\u202e Martin\u200b", "Anne Martin");
        assertActor("\ud83d\ude00".repeat(300), "\ud83d\ude00".repeat(255));
        assertActor(" \u200b", "person-1");
        assertActor("", "person-1");
    }

    private static void assertActor(String name, String actor) {
        call(Tokens.sign(Tokens.claims("portal", "driver")
                        .claim("preferred_username", "person-1")
                        .claim("name", name)))
                .statusCode(200)
                .body("actor", equalTo(actor));
    }

    @Test
    void theActorOfAProgramIsItsClient() {
        call(Tokens.sign(Tokens.claims("intake", "warden").claim("preferred_username", "service-account-intake")))
                .statusCode(200)
                .body("actor", equalTo("intake"));
    }

    @Test
    void theTenantComesFromTheToken() {
        UUID tenant = UUID.randomUUID();
        call(tenantToken(tenant.toString())).statusCode(200).body("tenant", equalTo(tenant.toString()));
        Api.as(tenantToken(tenant.toString()))
                .get("/v1/faults/tenant")
                .then()
                .statusCode(200)
                .body("tenant", equalTo(tenant.toString()));
    }

    @Test
    void anOperationThatNeedsATenantIs403WithoutOne() {
        Api.as(Tokens.withRole("driver")).get("/v1/faults/tenant").then().spec(problem(403, "no-tenant"));
        Api.as(tenantToken("not-a-uuid")).get("/v1/faults/tenant").then().spec(problem(403, "no-tenant"));
    }

    @Test
    void onlyTheTenantRoleRestrictsTheCallerToOneTenant() {
        String tenant = UUID.randomUUID().toString();
        call(residentToken(tenant, List.of("resident"))).statusCode(200).body("restrictedTo", equalTo(tenant));
        call(tenantToken(tenant)).statusCode(200).body("restrictedTo", equalTo("none"));
    }

    /** An administrator may give a person two roles by mistake. That must not show the data of all tenants. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theTenantRoleExcludesEveryOtherRole(boolean tenantRoleFirst) {
        String tenant = UUID.randomUUID().toString();
        List<String> roles = tenantRoleFirst ? List.of("resident", "warden") : List.of("warden", "resident");
        String token = residentToken(tenant, roles);
        call(token).statusCode(200).body("warden", equalTo(false)).body("restrictedTo", equalTo(tenant));
        Api.as(token).get("/v1/faults/unexpected").then().spec(problem(403, "forbidden"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not-a-uuid", "1-1-1-1-1", "", " "})
    void theTenantRoleWithoutATenantIs403WithAnyOtherRoles(String tenant) {
        for (List<String> roles : List.of(List.of("resident"), List.of("warden", "resident"))) {
            call(residentToken(tenant, roles)).spec(problem(403, "no-tenant"));
            call(Tokens.sign(Tokens.claims("estate", "resident").claim("realm_access", Map.of("roles", roles))))
                    .spec(problem(403, "no-tenant"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"warden", "warden driver", "[\"warden\"]", "warden,driver"})
    void rolesInOneStringDoNotCount(String roles) {
        call(Tokens.sign(Tokens.claims("intake", "warden").claim("realm_access", Map.of("roles", roles))))
                .spec(problem(403, "forbidden"));
    }

    @Test
    void rolesInOtherClaimsDoNotCount() {
        for (Map<String, ?> access : List.<Map<String, ?>>of(
                Map.of(), Map.of("roles", Map.of("warden", true)), Map.of("Roles", List.of("warden")))) {
            call(Tokens.sign(Tokens.claims("intake", "warden")
                            .claim("realm_access", access)
                            .claim("roles", List.of("warden"))
                            .claim("scope", "warden")
                            .groups("warden")))
                    .spec(problem(403, "forbidden"));
        }
    }

    @Test
    void aTokenOfAnotherClientHasItsOwnNameAndRoles() {
        call(Tokens.sign(Tokens.claims("some-other-client", "driver")))
                .statusCode(200)
                .body("client", equalTo("some-other-client"))
                .body("warden", equalTo(false));
    }

    /** Idempotency keys and limits belong to the client. */
    @Test
    void aTokenWithoutAClientIs401() {
        JwtClaimsBuilder unnamed = Tokens.claims("intake", "warden");
        unnamed.remove("azp");
        assertRefused(Tokens.sign(unnamed));
        for (Object client : List.of("", " ", 7, true, List.of("intake", "other"), Map.of("id", "intake"))) {
            assertRefused(Tokens.sign(Tokens.claims("intake", "warden").claim("azp", client)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ID", "Refresh", "Offline", "Logout", "logout+jwt", "bearer", "JWT", ""})
    void aTokenOfAnotherTypeIs401(String type) {
        assertRefused(Tokens.sign(Tokens.claims("intake", "warden").claim("typ", type)));
    }

    @Test
    void aTokenWithoutATypeIs401() {
        JwtClaimsBuilder untyped = Tokens.claims("intake", "warden");
        untyped.remove("typ");
        assertRefused(Tokens.sign(untyped));
    }

    private static String residentToken(String tenant, List<String> roles) {
        return Tokens.sign(Tokens.claims("estate", "resident")
                .claim("realm_access", Map.of("roles", roles))
                .claim("partner_id", tenant));
    }

    private static String tenantToken(String tenant) {
        return Tokens.sign(Tokens.claims("tenant-client", "driver").claim("partner_id", tenant));
    }
}
