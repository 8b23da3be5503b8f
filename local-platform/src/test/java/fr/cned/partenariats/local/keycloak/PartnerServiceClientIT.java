package fr.cned.partenariats.local.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the client of partner-service may do in the realm, on a running Keycloak (docs/adr/0027). */
@Tag("nightly")
class PartnerServiceClientIT {

    private static final String ADMIN = "/admin/realms/cned";
    private static final UUID PARTNER = UUID.randomUUID();

    @TempDir
    static Path directory;

    private static TestRealm realm;
    private static String token;

    @BeforeAll
    static void start() {
        realm = TestRealm.start(directory);
        token = realm.admin()
                .token(new ClientCredentials(
                        RealmAccounts.PARTNER_SERVICE, TestRealm.secretOf(RealmAccounts.PARTNER_SERVICE)));
    }

    @AfterAll
    static void stop() {
        if (realm != null) {
            realm.keycloak().stop();
        }
    }

    /** The services verify the audience. */
    @Test
    void itsTokenIsNotForTheServices() {
        assertThat(claims(token).path("aud").toString()).doesNotContain("cned-partenariats");
        assertThat(claims(token).path("realm_access").path("roles").toString()).doesNotContain("officer", "partner");
    }

    @Test
    void aClientThatItCreatesActsForItsPartnerWithItsScopes() {
        String id = create("created", "first-secret");

        JsonNode claims = claims(tokenOf("created", "first-secret").body());

        assertThat(claims.path("partner_id").asText()).isEqualTo(PARTNER.toString());
        assertThat(claims.path("realm_access").path("roles").toString()).isEqualTo("[\"partner\"]");
        assertThat(claims.path("scope").asText().split(" ")).containsExactlyInAnyOrder("catalog:read", "partner:read");
        assertThat(claims.path("aud").toString()).contains("cned-partenariats");
        assertThat(claims.path("azp").asText()).isEqualTo("created");
        assertThat(claims.path("typ").asText()).isEqualTo("Bearer");
        assertThat(claims.path("sub").asText()).isNotEmpty();
        assertThat(realm.api().get(token, ADMIN + "/clients/" + id).path("name").asText())
                .isEqualTo("created");
        assertThat(send("POST", "/clients", representation(id, "created", "x", PARTNER, "created"))
                        .status())
                .isEqualTo(409);
    }

    /** Two clients of Keycloak are one client for the platform: a rotation changes neither the subject nor the client. */
    @Test
    void tokensHaveTheSubjectAndTheClientThatItChooses() {
        UUID subject = UUID.randomUUID();
        create("rotated-1", "old", subject, "rotated");
        create("rotated-2", "new", subject, "rotated");

        for (List<String> credentials : List.of(List.of("rotated-1", "old"), List.of("rotated-2", "new"))) {
            JsonNode claims =
                    claims(tokenOf(credentials.get(0), credentials.get(1)).body());
            assertThat(claims.path("sub").asText()).isEqualTo(subject.toString());
            assertThat(claims.path("azp").asText()).isEqualTo("rotated");
            assertThat(claims.path("partner_id").asText()).isEqualTo(PARTNER.toString());
        }
        assertThat(tokenOf("rotated-1", "new").status()).isEqualTo(401);
    }

    /** A change of the mappers removes those that it leaves out. */
    @Test
    void theSitesOfAClientAreAListInItsTokenAndCanBeChanged() {
        String id = create("limited", "secret");
        ObjectNode change = JsonApi.JSON.createObjectNode().put("clientId", "limited");
        ArrayNode mappers = change.putArray("protocolMappers");
        representation(id, "limited", "secret", PARTNER, "limited")
                .path("protocolMappers")
                .forEach(mappers::add);
        List<String> sites =
                List.of(UUID.randomUUID().toString(), UUID.randomUUID().toString());
        mappers.addObject()
                .put("name", "site_ids")
                .put("protocol", "openid-connect")
                .put("protocolMapper", "oidc-hardcoded-claim-mapper")
                .putObject("config")
                .put("claim.name", "site_ids")
                .put("claim.value", JsonApi.JSON.valueToTree(sites).toString())
                .put("jsonType.label", "JSON")
                .put("access.token.claim", "true");

        assertThat(send("PUT", "/clients/" + id, change).status()).isEqualTo(204);
        JsonNode claims = claims(tokenOf("limited", "secret").body());
        assertThat(claims.path("site_ids")).extracting(JsonNode::asText).containsExactlyElementsOf(sites);
        assertThat(claims.path("partner_id").asText()).isEqualTo(PARTNER.toString());

        mappers.remove(mappers.size() - 1);
        assertThat(send("PUT", "/clients/" + id, change).status()).isEqualTo(204);
        claims = claims(tokenOf("limited", "secret").body());
        assertThat(claims.has("site_ids")).isFalse();
        assertThat(claims.path("partner_id").asText()).isEqualTo(PARTNER.toString());
    }

    @Test
    void aDisabledClientGetsNoToken() {
        String id = create("disabled", "secret");
        ObjectNode change =
                JsonApi.JSON.createObjectNode().put("clientId", "disabled").put("enabled", false);
        assertThat(send("PUT", "/clients/" + id, change).status()).isEqualTo(204);
        assertThat(tokenOf("disabled", "secret").status()).isEqualTo(401);
        change.put("enabled", true);
        send("PUT", "/clients/" + id, change);
        JsonNode claims = claims(tokenOf("disabled", "secret").body());
        assertThat(claims.path("partner_id").asText()).isEqualTo(PARTNER.toString());
        assertThat(claims.path("scope").asText()).contains("catalog:read");

        assertThat(send("DELETE", "/clients/" + id, MissingNode.getInstance()).status())
                .isEqualTo(204);
        assertThat(tokenOf("disabled", "secret").status()).isEqualTo(401);
        assertThat(send("GET", "/clients/" + id, MissingNode.getInstance()).status())
                .isEqualTo(404);
    }

    @Test
    void loginsAreInTheEvents() {
        create("used", "secret");
        assertThat(tokenOf("used", "secret").status()).isEqualTo(200);
        JsonNode events = realm.api().get(token, ADMIN + "/events?type=CLIENT_LOGIN&client=used&max=10");
        assertThat(events).hasSize(1);
        assertThat(events.path(0).path("clientId").asText()).isEqualTo("used");
        assertThat(realm.api()
                        .get(
                                token,
                                ADMIN + "/events?type=CLIENT_LOGIN&dateFrom=" + (System.currentTimeMillis() - 60_000)
                                        + "&direction=asc&max=10"))
                .isNotEmpty();
        assertThat(realm.api()
                        .get(
                                token,
                                ADMIN + "/events?type=CLIENT_LOGIN&dateFrom=" + (System.currentTimeMillis() + 60_000)
                                        + "&max=10"))
                .isEmpty();
    }

    /** One request creates the account with its partner, its role of the platform and its role within the partner. */
    @Test
    void aPersonThatItCreatesSignsInWithTheAddressAndActsForItsPartner() {
        JsonApi.Answer created = send("POST", "/users", person("anne@campus.example", "REGISTERS"));
        assertThat(created.status()).as(created.body().toString()).isEqualTo(201);
        assertThat(send("POST", "/users", person("Anne@campus.example", "READS"))
                        .status())
                .isEqualTo(409);
        assertThat(realm.api().get(token, ADMIN + "/users?max=10&q=partner_id:" + PARTNER))
                .extracting(user -> user.path("email").asText())
                .contains("anne@campus.example");
        assertThat(realm.api().get(token, ADMIN + "/users?max=10&q=partner_id:" + UUID.randomUUID()))
                .isEmpty();
        JsonNode account = account("anne@campus.example");
        assertThat(account.path("attributes").path("person_role").toString()).isEqualTo("[\"REGISTERS\"]");
        String path = "/users/" + account.path("id").asText();
        assertThat(send("PUT", path + "/execute-actions-email?lifespan=3600", json("[\"UPDATE_PASSWORD\"]"))
                        .status())
                .as("the realm has no mail server")
                .isEqualTo(500);

        followsTheLink(path);
        JsonNode claims = claims(signIn("anne@campus.example").orElseThrow());
        assertThat(claims.path("partner_id").asText()).isEqualTo(PARTNER.toString());
        assertThat(claims.path("person_role").asText()).isEqualTo("REGISTERS");
        assertThat(claims.has("site_ids")).isFalse();
        assertThat(claims.path("realm_access").path("roles").toString())
                .contains("\"partner\"")
                .doesNotContain("officer");
        assertThat(claims.path("scope").asText()).contains("people:manage");
        assertThat(claims.path("sub").asText()).isEqualTo(account.path("id").asText());
        assertThat(claims.toString()).doesNotContain("anne@campus.example");
        JsonNode event =
                realm.api().get(token, ADMIN + "/events?type=LOGIN&max=1").path(0);
        assertThat(event.path("userId").asText()).isEqualTo(account.path("id").asText());

        change(
                path,
                user -> ((ObjectNode) user.path("attributes"))
                        .putArray("person_role")
                        .add("READS"));
        assertThat(claims(signIn("anne@campus.example").orElseThrow())
                        .path("person_role")
                        .asText())
                .isEqualTo("READS");
        change(path, user -> {
            ArrayNode sites = ((ObjectNode) user.path("attributes")).putArray("siteIds");
            IntStream.range(0, 200).forEach(i -> sites.add(UUID.randomUUID().toString()));
        });
        JsonNode limited = claims(signIn("anne@campus.example").orElseThrow());
        assertThat(limited.path("site_ids")).hasSize(200);
        assertThat(limited.path("person_role").asText()).isEqualTo("READS");
        change(path, user -> ((ObjectNode) user.path("attributes")).remove("siteIds"));
        assertThat(claims(signIn("anne@campus.example").orElseThrow()).has("site_ids"))
                .isFalse();
        change(path, user -> user.put("enabled", false));
        assertThat(signIn("anne@campus.example")).isEmpty();
        assertThat(send("DELETE", path, MissingNode.getInstance()).status()).isEqualTo(204);
        assertThat(send("GET", path, MissingNode.getInstance()).status()).isEqualTo(404);
    }

    /** The group of an account is the role of its tokens. partner-service changes it with the role of the person. */
    @Test
    void aPersonThatItMovesToTheGroupOfHostsHasThatRoleOnly() {
        assertThat(send("POST", "/users", person("host@campus.example", "HOSTS_APPRENTICES"))
                        .status())
                .isEqualTo(201);
        String path = "/users/" + account("host@campus.example").path("id").asText();
        followsTheLink(path);
        assertThat(rolesOf("host@campus.example")).contains("\"partner\"").doesNotContain("apprenticeship-host");

        for (int time = 0; time < 2; time++) { // again: nothing changes
            assertThat(membership("DELETE", path, "partner")).isEqualTo(204);
            assertThat(membership("PUT", path, "apprenticeship-host")).isEqualTo(204);
        }

        assertThat(rolesOf("host@campus.example"))
                .contains("\"apprenticeship-host\"")
                .doesNotContain("\"partner\"");
        assertThat(claims(signIn("host@campus.example").orElseThrow())
                        .path("partner_id")
                        .asText())
                .isEqualTo(PARTNER.toString());
        assertThat(send("GET", "/group-by-path/nobody", MissingNode.getInstance())
                        .status())
                .isEqualTo(404);
    }

    private static int membership(String method, String path, String group) {
        JsonApi.Answer found = send("GET", "/group-by-path/" + group, MissingNode.getInstance());
        String id = found.body().path("id").asText();
        return send(method, path + "/groups/" + id, MissingNode.getInstance()).status();
    }

    private static String rolesOf(String email) {
        return claims(signIn(email).orElseThrow())
                .path("realm_access")
                .path("roles")
                .toString();
    }

    private static JsonNode account(String email) {
        JsonNode found = realm.api().get(token, ADMIN + "/users?exact=true&email=" + email);
        assertThat(found).hasSize(1);
        return found.path(0);
    }

    private static JsonNode person(String email, String role) {
        return json("""
                {"username":"person-%s","firstName":"Anne","lastName":"Martin","email":"%s","enabled":true,
                 "attributes":{"partner_id":["%s"],"person_role":["%s"]},"groups":["/partner"],
                 "requiredActions":["UPDATE_PASSWORD","VERIFY_EMAIL"]}""".formatted(UUID.randomUUID(), email, PARTNER, role));
    }

    /** As partner-service changes an account. */
    private static void change(String path, Consumer<ObjectNode> change) {
        ObjectNode user = (ObjectNode) realm.api().get(token, ADMIN + path);
        change.accept(user);
        assertThat(send("PUT", path, user).status()).isEqualTo(204);
    }

    /** An administrator does what the person does with the link of the invitation. */
    private static void followsTheLink(String path) {
        change(path, user -> {
            user.put("emailVerified", true);
            user.putArray("requiredActions");
        });
        JsonNode password = json("{\"type\":\"password\",\"value\":\"correct-horse-battery\",\"temporary\":false}");
        assertThat(realm.api()
                        .send(
                                "PUT",
                                realm.admin().administratorToken(),
                                ADMIN + path + "/reset-password",
                                password,
                                Map.of())
                        .status())
                .isEqualTo(204);
    }

    private static Optional<String> signIn(String email) {
        String redirect = TestRealm.GATEWAY + "/app/";
        Browser browser = new Browser(realm.keycloak());
        return browser.login(redirect, email, "correct-horse-battery").map(code -> browser.redeem(code, redirect));
    }

    /** It keeps clients and people, the rights that make its secret precious, and cannot make an administrator. */
    @Test
    void itMayChangeNothingButClientsAndPeople() {
        JsonNode management = realm.api()
                .get(realm.admin().administratorToken(), ADMIN + "/clients?clientId=realm-management")
                .path(0);
        String roles = "/clients/" + management.path("id").asText() + "/roles/manage-realm";
        JsonNode right = realm.api().get(realm.admin().administratorToken(), ADMIN + roles);
        send("POST", "/users", person("bob@campus.example", "READS"));
        String rightsOfBob =
                "/users/" + account("bob@campus.example").path("id").asText() + "/role-mappings/clients/"
                        + management.path("id").asText();
        for (List<String> attempt : List.of(
                List.of("POST", rightsOfBob, "[" + right + "]"),
                List.of("PUT", "", "{\"bruteForceProtected\":false}"),
                List.of("POST", "/roles", "{\"name\":\"intruder\"}"),
                List.of("POST", "/roles/partner/composites", "[]"),
                List.of("POST", "/components", "{\"name\":\"k\",\"providerId\":\"rsa\"}"),
                List.of("GET", "/keys", ""),
                List.of("DELETE", "/events", ""),
                List.of("DELETE", "/admin-events", ""),
                List.of("POST", "/identity-provider/instances", "{\"alias\":\"x\",\"providerId\":\"oidc\"}"))) {
            assertThat(send(attempt.get(0), attempt.get(1), json(attempt.get(2)))
                            .status())
                    .as(attempt.get(0) + ' ' + attempt.get(1))
                    .isEqualTo(403);
        }
        assertThat(realm.api()
                        .send("GET", token, "/admin/realms/master", MissingNode.getInstance(), Map.of())
                        .status())
                .isIn(403, 404);
    }

    private static String create(String clientId, String secret) {
        return create(clientId, secret, UUID.randomUUID(), clientId);
    }

    private static String create(String clientId, String secret, UUID subject, String azp) {
        String id = UUID.randomUUID().toString();
        JsonApi.Answer answer = send("POST", "/clients", representation(id, clientId, secret, subject, azp));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return id;
    }

    private static JsonNode representation(String id, String clientId, String secret, UUID subject, String azp) {
        return json("""
                {"id":"%s","clientId":"%s","name":"%s","secret":"%s","enabled":true,"protocol":"openid-connect",
                 "publicClient":false,"serviceAccountsEnabled":true,"standardFlowEnabled":false,
                 "directAccessGrantsEnabled":false,"fullScopeAllowed":false,
                 "defaultClientScopes":["roles","cned-partenariats","catalog:read","partner:read"],
                 "optionalClientScopes":[],
                 "protocolMappers":[
                  {"name":"partner","protocol":"openid-connect","protocolMapper":"oidc-hardcoded-claim-mapper",
                   "config":{"claim.name":"partner_id","claim.value":"%s","jsonType.label":"String",
                             "access.token.claim":"true"}},
                  {"name":"sub","protocol":"openid-connect","protocolMapper":"oidc-hardcoded-claim-mapper",
                   "config":{"claim.name":"sub","claim.value":"%s","jsonType.label":"String",
                             "access.token.claim":"true"}},
                  {"name":"azp","protocol":"openid-connect","protocolMapper":"oidc-hardcoded-claim-mapper",
                   "config":{"claim.name":"azp","claim.value":"%s","jsonType.label":"String",
                             "access.token.claim":"true"}},
                  {"name":"role","protocol":"openid-connect","protocolMapper":"oidc-hardcoded-role-mapper",
                   "config":{"role":"partner"}}]}""".formatted(id, clientId, clientId, secret, PARTNER, subject, azp));
    }

    private static JsonApi.Answer tokenOf(String client, String secret) {
        return new Browser(realm.keycloak())
                .token(Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", secret));
    }

    private static JsonApi.Answer send(String method, String path, JsonNode body) {
        return realm.api().send(method, token, ADMIN + path, body, Map.of());
    }

    private static JsonNode claims(JsonNode answer) {
        return claims(answer.path("access_token").asText());
    }

    private static JsonNode claims(String jwt) {
        try {
            return JsonApi.JSON.readTree(Base64.getUrlDecoder().decode(jwt.split("\\.", -1)[1]));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return text.isEmpty() ? MissingNode.getInstance() : JsonApi.JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
