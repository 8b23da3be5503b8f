package fr.cned.partenariats.partner.integration.apiclient;

import static fr.cned.partenariats.commons.testing.Problems.problem;
import static fr.cned.partenariats.commons.testing.Problems.violates;
import static fr.cned.partenariats.partner.integration.apiclient.ApiClientMother.PATH;
import static fr.cned.partenariats.partner.integration.apiclient.ApiClientMother.apiClient;
import static fr.cned.partenariats.partner.integration.apiclient.ApiClientMother.created;
import static fr.cned.partenariats.partner.integration.apiclient.ApiClientMother.request;
import static fr.cned.partenariats.partner.integration.apiclient.ApiClientMother.rotated;
import static fr.cned.partenariats.partner.integration.apiclient.ApiClientMother.rsa;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.patching;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static fr.cned.partenariats.partner.registry.site.SiteMother.registeredSite;
import static fr.cned.partenariats.partner.registry.site.SiteMother.site;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.TestTopics;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.PartnerIT;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The officer and the partner's own administrator keep the clients of a partner. */
@PartnerIT
class ApiClientIT {

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    @Inject
    ApiClientReconciler reconciler;

    @Inject
    LastUses lastUses;

    private UUID partner;

    @BeforeEach
    void aPartner() {
        KeycloakControl.mode(StubKeycloak.Mode.UP);
        partner = registered();
    }

    private RequestSpecification administrator(String... moreScopes) {
        List<String> scopes = new ArrayList<>(List.of(moreScopes));
        scopes.add("clients:manage");
        return Api.as(Tokens.partnerWithScopes(partner, scopes.toArray(String[]::new)));
    }

    @Test
    void aNewClientExistsInKeycloakWithItsPartnerAndScopesOnly() {
        JsonPath client = created(partner, "enrollments:write", "enrollments:read");

        assertThat(client.getString("state")).isEqualTo("ACTIVE");
        assertThat(client.getList("scopes")).containsExactly("enrollments:read", "enrollments:write");
        assertThat(client.getString("secret")).hasSizeGreaterThan(40);
        JsonPath inKeycloak = KeycloakControl.client(client.getString("id"));
        assertThat(inKeycloak.getString("clientId")).isEqualTo(client.getString("clientId"));
        assertThat(inKeycloak.getString("secret")).isEqualTo(client.getString("secret"));
        assertThat(inKeycloak.getList("defaultClientScopes"))
                .containsExactly("roles", "cned-partenariats", "enrollments:read", "enrollments:write");
        assertThat(inKeycloak.getBoolean("fullScopeAllowed")).isFalse();
        assertThat(claim(inKeycloak, "partner_id")).isEqualTo(partner.toString());
        assertThat(claim(inKeycloak, "sub")).isEqualTo(client.getString("id"));
        assertThat(claim(inKeycloak, "azp")).isEqualTo(client.getString("azp"));
        assertThat(inKeycloak.getString("protocolMappers.find { it.name == 'role' }.config.role"))
                .isEqualTo("partner");
    }

    private static String claim(JsonPath inKeycloak, String name) {
        return inKeycloak.getString("protocolMappers.find { it.name == '%s' }.config.'claim.value'".formatted(name));
    }

    @Test
    void theSecretIsShownOnceAndStoredNowhere() {
        String key = UUID.randomUUID().toString();
        Response first = post("/v1/api-clients", request(partner, "students:read"), key);
        Response replay = post("/v1/api-clients", request(partner, "students:read"), key);
        String id = first.path("id");
        String secret = first.path("secret");

        replay.then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .body("id", equalTo(id))
                .body("secret", nullValue());
        officer().get(PATH + id).then().statusCode(200).body("secret", nullValue());
        officer().get("/v1/api-clients?partnerId=" + partner).then().body("items[0].secret", nullValue());
        assertStoredNowhere(secret);

        String rotationKey = UUID.randomUUID().toString();
        String rotation = PATH + id + "/secret-rotation";
        JsonPath rotated = post(rotation, Map.of("overlapHours", 1), rotationKey)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        post(rotation, Map.of("overlapHours", 1), rotationKey)
                .then()
                .statusCode(200)
                .body("clientId", equalTo(rotated.getString("clientId")))
                .body("secret", nullValue());
        assertThat(secretOf(rotated.getString("clientId"))).isEqualTo(rotated.getString("secret"));
        assertStoredNowhere(rotated.getString("secret"));
    }

    private static Response post(String path, Object body, String key) {
        return officer().header("Idempotency-Key", key).body(body).post(path);
    }

    private static void assertStoredNowhere(String secret) {
        for (String table : List.of("idempotency_key", "change_log", "api_client")) {
            String rows = table.equals("idempotency_key") ? "convert_from(t.body, 'UTF8')" : "cast(t as text)";
            assertThat(OwnerDatabase.number(
                            "select count(*) from " + table + " t where position(? in " + rows + ") > 0", secret))
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void thePartnersAdministratorGivesOnlyScopesThatItHas() {
        JsonPath client = created(administrator("catalog:read"), request(partner, "catalog:read"));
        assertThat(client.getString("partnerId")).isEqualTo(partner.toString());

        administrator("catalog:read")
                .body(request(partner, "catalog:read", "students:write", "students:read"))
                .post("/v1/api-clients")
                .then()
                .spec(problem(403, "scope-not-held"))
                .body("missingScopes", containsInAnyOrder("students:read", "students:write"));
    }

    /** A new secret of a wider client would give its scopes. */
    @Test
    void nobodyGetsTheCredentialsOfAClientWithMoreScopes() {
        UUID wide = apiClient(partner);
        administrator("catalog:read")
                .body(Map.of("overlapHours", 1))
                .post(PATH + wide + "/secret-rotation")
                .then()
                .spec(problem(403, "scope-not-held"));
        administrator("enrollments:read")
                .body(Map.of("overlapHours", 1))
                .post(PATH + wide + "/secret-rotation")
                .then()
                .statusCode(200);
        administrator().post(PATH + wide + "/revocation").then().statusCode(200);
    }

    @Test
    void clientsOfAnotherPartnerDoNotExist() {
        String foreign = apiClient(registered()).toString();
        administrator().get(PATH + foreign).then().spec(problem(404, "not-found"));
        administrator().post(PATH + foreign + "/revocation").then().spec(problem(404, "not-found"));
        administrator().get("/v1/api-clients").then().statusCode(200).body("items.size()", equalTo(0));
        administrator("catalog:read")
                .body(request(registered(), "catalog:read"))
                .post("/v1/api-clients")
                .then()
                .spec(violates("/partnerId", "unknown-partner"));
    }

    @Test
    void aRenamedClientKeepsItsRest() {
        UUID id = apiClient(partner);
        String tag = officer().get(PATH + id).header("ETag");
        patching(administrator(), tag)
                .body(Map.of("name", "Autre nom"))
                .patch(PATH + id)
                .then()
                .statusCode(200)
                .body("name", equalTo("Autre nom"));
        patching(administrator(), tag)
                .body(Map.of("name", "Trop tard"))
                .patch(PATH + id)
                .then()
                .spec(problem(412, "stale-revision"));
    }

    private static String sites(JsonPath inKeycloak) {
        return claim(inKeycloak, "site_ids");
    }

    @Test
    void aClientIsLimitedToSitesOfItsPartner() {
        UUID here = registeredSite(site(partner));
        UUID there = registeredSite(site(partner));
        UUID foreign = registeredSite(site(registered()));
        Map<String, Object> request = with(request(partner, "enrollments:read"), "siteIds", List.of(here, here));

        JsonPath client = created(administrator("enrollments:read"), request);
        String id = client.getString("id");
        assertThat(client.getList("siteIds")).containsExactly(here.toString());
        JsonPath inKeycloak = KeycloakControl.client(id);
        assertThat(sites(inKeycloak)).isEqualTo("[\"" + here + "\"]");
        assertThat(inKeycloak.getString("protocolMappers.find { it.name == 'site_ids' }.config.'jsonType.label'"))
                .isEqualTo("JSON");
        for (UUID unknown : List.of(foreign, UUID.randomUUID())) {
            refuse(with(request, "siteIds", List.of(here, unknown)), "/siteIds/1");
            patch(id, "siteIds", List.of(here, unknown)).then().spec(violates("/siteIds/1", "unknown-site"));
        }
        rotated(id, "overlapHours", 1);

        patch(id, "siteIds", List.of(there))
                .then()
                .statusCode(200)
                .body("siteIds", contains(there.toString()))
                .body("name", equalTo("Progiciel (test)"));
        String current = officer().get(PATH + id).path("clientId");
        for (String each : List.of(id, keycloakId(current))) {
            assertThat(sites(KeycloakControl.client(each))).isEqualTo("[\"" + there + "\"]");
        }
        patch(id, "siteIds", null).then().statusCode(200).body("siteIds", nullValue());
        assertThat(KeycloakControl.client(id).<String>getList("protocolMappers.name"))
                .doesNotContain("site_ids");
        assertThat(claim(KeycloakControl.client(id), "partner_id")).isEqualTo(partner.toString());
    }

    private Response patch(String id, String field, Object value) {
        Map<String, Object> change = new HashMap<>();
        change.put(field, value);
        return patching(administrator(), officer().get(PATH + id).header("ETag"))
                .body(change)
                .patch(PATH + id);
    }

    @Test
    void aClientOfAHostReadsItsApprentices() {
        List<String> both = List.of("partner", "apprenticeship-host");
        Map<String, Object> request = with(request(partner, "enrollments:read"), "roles", both);
        administrator("enrollments:read")
                .body(request)
                .post("/v1/api-clients")
                .then()
                .spec(problem(403, "role-not-held"));

        JsonPath client = created(officer(), request);

        assertThat(client.getList("roles")).containsExactly("apprenticeship-host", "partner");
        JsonPath inKeycloak = KeycloakControl.client(client.getString("id"));
        assertThat(inKeycloak.getList("protocolMappers.findAll { it.config.role != null }.config.role"))
                .containsExactly("apprenticeship-host", "partner");
        administrator("enrollments:read")
                .body(Map.of("overlapHours", 1))
                .post(PATH + client.getString("id") + "/secret-rotation")
                .then()
                .spec(problem(403, "role-not-held"));
        created(
                Api.as(Tokens.partnerWith(partner, "apprenticeship-host")),
                with(request(partner, "enrollments:read"), "roles", List.of("apprenticeship-host")));
        refuse(with(request, "roles", List.of("ops")), "/roles/0");
    }

    private List<String> toldToGateways() {
        return given().port(managementPort)
                .get(RevokedClientsRoute.PATH)
                .then()
                .statusCode(200)
                .extract()
                .path("clients");
    }

    /** The other services learn it from the event of the partner, whose revision stays. */
    @Test
    void theTokensOfARevokedClientEndAtOnce() {
        String id = apiClient(partner).toString();
        String token = Tokens.sign(Tokens.claims("api-" + id, "partner").claim("partner_id", partner.toString()));
        String path = "/v1/partners/" + partner;
        Api.as(token).get(path).then().statusCode(200);
        officer().post(PATH + id + "/revocation").then().statusCode(200);
        Api.as(token).get(path).then().spec(problem(401, "invalid-token"));
        Api.as(Tokens.partner(partner)).get(path).then().statusCode(200);
        officer().post(path + "/suspension").then().statusCode(200);

        await().untilAsserted(() -> assertThat(TestTopics.read("partner.partners.v1", partner.toString()))
                .hasSize(3));
        List<TestTopics.Message> events = TestTopics.read("partner.partners.v1", partner.toString());
        assertThat(events)
                .extracting(event -> JsonPath.from(event.value()).getInt("revision"))
                .containsExactly(0, 0, 1);
        assertThat(events)
                .extracting(event -> JsonPath.from(event.value()).getList("revokedClients"))
                .containsExactly(List.of(), List.of("api-" + id), List.of("api-" + id));
    }

    @Test
    void aRevocationIsFinal() {
        String id = apiClient(partner).toString();
        administrator().post(PATH + id + "/revocation").then().statusCode(200).body("state", equalTo("REVOKED"));

        assertThat(KeycloakControl.has(id)).isFalse();
        officer().post(PATH + id + "/revocation").then().spec(problem(409, "api-client-revoked"));
        rotated(id, "overlapHours", 1).spec(problem(409, "api-client-revoked"));
        officer().get("/v1/api-clients?partnerId=" + partner).then().body("items.state", equalTo(List.of("REVOKED")));
        assertThat(toldToGateways()).contains("api-" + id).doesNotContain("api-" + apiClient(partner));
    }

    private static String secretOf(String clientId) {
        return KeycloakControl.client(keycloakId(clientId)).getString("secret");
    }

    private static String keycloakId(String clientId) {
        return clientId.substring("api-".length());
    }

    private static boolean exists(JsonPath client) {
        return KeycloakControl.has(keycloakId(client.getString("clientId")));
    }

    @Test
    void bothSecretsAreValidForTheChosenTime() {
        JsonPath first = created(partner, "catalog:read");
        String id = first.getString("id");
        JsonPath second =
                rotated(id, "overlapHours", 48).statusCode(200).extract().jsonPath();

        assertThat(second.getString("azp")).isEqualTo(first.getString("azp"));
        assertThat(second.getString("clientId")).isNotEqualTo(first.getString("clientId"));
        reconciler.run();
        assertThat(exists(first)).isTrue();
        assertThat(secretOf(second.getString("clientId"))).isEqualTo(second.getString("secret"));
        assertThat(claim(KeycloakControl.client(keycloakId(second.getString("clientId"))), "azp"))
                .isEqualTo(first.getString("azp"));

        OwnerDatabase.execute(
                "update api_client set previous_secret_valid_until = now() - interval '2 days' where id = ?",
                UUID.fromString(id));
        reconciler.run();
        assertThat(exists(first)).isFalse();
        assertThat(exists(second)).isTrue();
        officer().get(PATH + id).then().body("previousSecretValidUntil", nullValue());
    }

    @Test
    void aRotationKeepsTheChosenSecret() {
        JsonPath first = created(partner, "catalog:read");
        String id = first.getString("id");

        rotated(id, "overlapHours", 0, "keep", "PREVIOUS").spec(problem(409, "no-previous-secret"));
        JsonPath second =
                rotated(id, "overlapHours", 48).statusCode(200).extract().jsonPath();
        // The answer with the second secret was lost: the first one stays.
        JsonPath third = rotated(id, "overlapHours", 24, "keep", "PREVIOUS")
                .statusCode(200)
                .extract()
                .jsonPath();
        rotated(id, "overlapHours", 1).spec(problem(409, "api-client-busy")).header("Retry-After", "5");
        reconciler.run();
        assertThat(exists(first)).isTrue();
        assertThat(exists(second)).isFalse();
        JsonPath fourth = rotated(id, "overlapHours", 0)
                .statusCode(200)
                .body("previousSecretValidUntil", nullValue())
                .extract()
                .jsonPath();
        reconciler.run();
        assertThat(List.of(exists(first), exists(third), exists(fourth))).containsExactly(false, false, true);
        for (Object hours : new Object[] {-1, 721}) {
            rotated(id, "overlapHours", hours).spec(violates("/overlapHours", "out-of-range"));
        }
    }

    @Test
    void aRevocationAndASuspensionReachBothSecrets() {
        JsonPath first = created(partner, "catalog:read");
        String id = first.getString("id");
        JsonPath second =
                rotated(id, "overlapHours", 48).statusCode(200).extract().jsonPath();
        officer().post("/v1/partners/" + partner + "/suspension").then().statusCode(200);
        reconciler.run();
        for (JsonPath client : List.of(first, second)) {
            assertThat(KeycloakControl.client(keycloakId(client.getString("clientId")))
                            .getBoolean("enabled"))
                    .isFalse();
        }
        officer().post(PATH + id + "/revocation").then().statusCode(200);
        assertThat(List.of(exists(first), exists(second))).containsExactly(false, false);
    }

    @Test
    void aClientWithKeysHasNoSecret() {
        Map<String, Object> first = rsa("first", 2048);
        JsonPath client = created(officer(), with(request(partner, "catalog:read"), "publicKeys", List.of(first)));
        String id = client.getString("id");

        assertThat(client.getString("secret")).isNull();
        assertThat(client.getList("keyIds")).containsExactly("first");
        JsonPath inKeycloak = KeycloakControl.client(id);
        assertThat(inKeycloak.getString("clientAuthenticatorType")).isEqualTo("client-jwt");
        JsonPath keys = JsonPath.from(inKeycloak.getString("attributes.'jwks.string'"));
        assertThat(keys.getString("keys[0].n")).isEqualTo(first.get("n"));
        assertThat(keys.getString("keys[0].use")).isEqualTo("sig");
        rotated(id, "overlapHours", 1).spec(problem(409, "other-authentication"));

        replaceKeys(id, first, rsa("second", 3072))
                .then()
                .statusCode(200)
                .body("keyIds", equalTo(List.of("first", "second")));
    }

    @Test
    void onlyUsablePublicKeysAreAccepted() {
        String id = ApiClientMother.apiClientWithKey(partner).toString();
        replaceKeys(id, with(rsa("x", 2048), "d", "AQAB")).then().spec(violates("/keys/0/d", "unknown-field"));
        replaceKeys(id, rsa("x", 1024)).then().spec(violates("/keys/0", "invalid-public-key"));
        replaceKeys(id, with(rsa("x", 2048), "alg", "ES256")).then().spec(violates("/keys/0", "invalid-public-key"));
        replaceKeys(id, with(rsa("x", 2048), "alg", "none")).then().statusCode(400);
        replaceKeys(apiClient(partner).toString(), rsa("x", 2048)).then().spec(problem(409, "other-authentication"));
    }

    private static Response replaceKeys(String id, Object... keys) {
        return officer()
                .header("If-Match", officer().get(PATH + id).header("ETag"))
                .body(Map.of("keys", List.of(keys)))
                .put(PATH + id + "/public-keys");
    }

    @Test
    void badRequestsAreRefused() {
        Map<String, Object> good = request(partner, "catalog:read");
        refuse(with(good, "scopes", List.of("catalog:write")), "/scopes/0");
        refuse(with(good, "scopes", List.of()), "/scopes");
        refuse(with(good, "name", " "), "/name");
        refuse(with(good, "partnerId", UUID.randomUUID()), "/partnerId");
        refuse(with(good, "secret", "chosen"), "/secret");
    }

    private static void refuse(Map<String, Object> request, String pointer) {
        officer()
                .body(request)
                .post("/v1/api-clients")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo(pointer));
    }

    @Test
    void aPartnerHasAtMostFiftyClients() {
        for (int i = 0; i < 50; i++) {
            OwnerDatabase.execute(
                    "insert into api_client (id, version, partner_id, keycloak_id, name, scopes, authentication, key_ids,"
                            + " revoked, enabled, created_at) values (?, 0, ?, ?, 'x', '{}', 'SECRET', '{}', false,"
                            + " true, now())",
                    UUID.randomUUID(),
                    partner,
                    UUID.randomUUID());
        }
        officer()
                .body(request(partner, "catalog:read"))
                .post("/v1/api-clients")
                .then()
                .spec(problem(409, "too-many-api-clients"));
        OwnerDatabase.execute("delete from api_client where partner_id = ?", partner);
    }

    @Test
    void aSuspendedPartnersClientsAreShutUntilItIsActiveAgain() {
        String id = apiClient(partner).toString();
        officer().post("/v1/partners/" + partner + "/suspension").then().statusCode(200);
        reconciler.run();
        assertThat(KeycloakControl.client(id).getBoolean("enabled")).isFalse();
        officer().get(PATH + id).then().body("state", equalTo("SHUT"));
        assertThat(created(partner, "catalog:read").getString("state")).isEqualTo("SHUT");

        officer().post("/v1/partners/" + partner + "/activation").then().statusCode(200);
        reconciler.run();
        assertThat(KeycloakControl.client(id).getBoolean("enabled")).isTrue();
        officer().get(PATH + id).then().body("state", equalTo("ACTIVE"));

        officer().post("/v1/partners/" + partner + "/closure").then().statusCode(200);
        reconciler.run();
        assertThat(KeycloakControl.client(id).getBoolean("enabled")).isFalse();
        officer()
                .body(request(partner, "catalog:read"))
                .post("/v1/api-clients")
                .then()
                .spec(problem(409, "partner-closed"));
    }

    @Test
    void theLastUseComesFromKeycloaksEvents() {
        JsonPath client = created(partner, "catalog:read");
        String id = client.getString("id");
        officer().get(PATH + id).then().body("lastUsedOn", nullValue());
        Instant use = Instant.parse("2026-11-20T23:30:00Z");
        KeycloakControl.login(client.getString("clientId"), use.minusSeconds(3600));
        KeycloakControl.login(client.getString("clientId"), use);
        for (int i = 0; i < 500; i++) { // a day and a half of this service's own client
            KeycloakControl.login("cned-partner-service", use.plusSeconds(i));
        }
        lastUses.run();
        officer()
                .get(PATH + id)
                .then()
                .body(
                        "lastUsedOn",
                        equalTo(LocalDate.ofInstant(use, ZoneOffset.UTC).toString()));
    }
}
