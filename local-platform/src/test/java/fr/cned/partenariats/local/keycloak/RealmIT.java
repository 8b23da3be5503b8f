package fr.cned.partenariats.local.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attacks the realm on a running Keycloak. */
class RealmIT {

    private static final String PASSWORD = "correct-horse-battery";
    private static final String GATEWAY = TestRealm.GATEWAY;
    private static final String REDIRECT = GATEWAY + "/docs/";
    private static final String ADMIN = "/admin/realms/cned";
    private static final UUID PARTNER = UUID.randomUUID();
    private static final ClientCredentials PARTNER_CLIENT = new ClientCredentials("partner-client", "partner-secret");

    @TempDir
    static Path directory;

    private static KeycloakServer keycloak;
    private static KeycloakAdmin admin;
    private static JsonApi api;

    @BeforeAll
    static void start() {
        TestRealm realm = TestRealm.start(directory);
        keycloak = realm.keycloak();
        api = realm.api();
        admin = realm.admin();
        admin.providePeople(RealmAccounts.PEOPLE, PASSWORD);
        admin.providePartnerClient(PARTNER_CLIENT, "Partenaire (test)", PARTNER, KeycloakAdmin.PARTNER_ROLE);
        admin.setPartnerOf(RealmAccounts.PARTNER_USER, PARTNER);
    }

    /** The folder has the database with password hashes and keys. */
    @Test
    void onlyTheOwnerMayReadTheFilesOfKeycloak() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("keycloak"))))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve("keycloak/data/h2/keycloakdb.mv.db"))))
                .isEqualTo("rw-------");
    }

    @AfterAll
    static void stop() {
        keycloak.stop();
    }

    @Test
    void tokensOfAPartnerHaveOnlyThePartnerRoleAndItsId() {
        for (String token : List.of(admin.token(PARTNER_CLIENT), staffToken())) {
            JsonNode claims = claims(token);
            assertThat(claims.path("typ").asText()).isEqualTo("Bearer");
            assertThat(claims.path("partner_id").asText()).isEqualTo(PARTNER.toString());
            assertThat(roles(token)).contains("partner").doesNotContainAnyElementsOf(officerRoles());
        }
    }

    @Test
    void accountsAndClientsAreCreatedOnce() {
        long before = users();
        admin.providePeople(RealmAccounts.PEOPLE, PASSWORD);
        admin.providePartnerClient(PARTNER_CLIENT, "Partenaire (test)", PARTNER, KeycloakAdmin.PARTNER_ROLE);
        assertThat(users()).isEqualTo(before);
    }

    /** As after an update of the platform whose realm was imported before, with another port for the gateway. */
    @Test
    void aRealmOfAnEarlierStartGetsNewRolesAndTheAddressOfThePages() {
        String role = ADMIN + "/roles/management";
        api.send("DELETE", admin.administratorToken(), role, MissingNode.getInstance(), Map.of());
        try {
            admin.updateRealm(URI.create("http://localhost:65001"));

            assertThat(asAdmin(role).path("name").asText()).isEqualTo("management");
            JsonNode pages = asAdmin(ADMIN + "/clients/" + clientId("portal"));
            assertThat(pages.path("redirectUris").toString())
                    .contains("http://localhost:65001/app/")
                    .doesNotContain(GATEWAY);
            assertThat(pages.path("webOrigins").toString()).isEqualTo("[\"http://localhost:65001\"]");
            assertThat(pages.path("attributes")
                            .path("pkce.code.challenge.method")
                            .asText())
                    .isEqualTo("S256");
        } finally {
            admin.updateRealm(URI.create(GATEWAY));
        }
        assertThat(asAdmin(ADMIN + "/clients/" + clientId("portal"))
                        .path("redirectUris")
                        .toString())
                .contains(REDIRECT);
    }

    /** Only administrators of the realm master may change the realm. */
    @Test
    void noTokenOfTheRealmGainsRights() {
        Map<String, String> attackers = new LinkedHashMap<>();
        RealmAccounts.CLIENTS.forEach(client -> attackers.put(client, admin.token(credentials(client))));
        attackers.put("partner-client", admin.token(PARTNER_CLIENT));
        attackers.put("a partner's staff", staffToken());
        long clients = clients();
        long users = users();

        List<String> successes = new ArrayList<>();
        attackers.forEach((attacker, token) -> attempts(
                        claims(token).path("sub").asText())
                .forEach(attempt -> {
                    JsonApi.Answer answer = api.send(attempt.method(), token, attempt.path(), attempt.body(), Map.of());
                    if (answer.status() != 401 && answer.status() != 403 && answer.status() != 404) {
                        successes.add("%s: %s %s was answered %d"
                                .formatted(attacker, attempt.name(), attempt.path(), answer.status()));
                    }
                }));

        assertThat(successes).isEmpty();
        assertThat(clients()).isEqualTo(clients);
        assertThat(users()).isEqualTo(users);
        RealmAccounts.CLIENTS.forEach(
                client -> assertThat(roles(admin.token(credentials(client)))).hasSize(1));
        assertThat(claims(staffToken()).path("partner_id").asText()).isEqualTo(PARTNER.toString());
    }

    /** Proves that the attempts fail for lack of rights: an administrator succeeds with the reading ones. */
    @Test
    void theSameRequestsOfAnAdministratorSucceed() {
        attempts(userId("exploitant"))
                .filter(attempt ->
                        attempt.method().equals("GET") && attempt.path().startsWith(ADMIN))
                .forEach(attempt ->
                        assertThat(asAdmin(attempt.path())).as(attempt.name()).isNotEmpty());
    }

    private record Attempt(String name, String method, String path, JsonNode body) {}

    private static Stream<Attempt> attempts(String self) {
        String office = clientId("cned-enrollment-office");
        String officeAccount = asAdmin(ADMIN + "/clients/" + office + "/service-account-user")
                .path("id")
                .asText();
        String officer = "[" + asAdmin(ADMIN + "/roles/enrollment-officer") + "]";
        String mapper = """
                {"name":"forged","protocol":"openid-connect","protocolMapper":"oidc-hardcoded-claim-mapper",
                 "config":{"claim.name":"%s","claim.value":"%s","jsonType.label":"JSON","access.token.claim":"true"}}""";
        String client = """
                {"clientId":"intruder","secret":"intruder","serviceAccountsEnabled":true,"fullScopeAllowed":true,
                 "directAccessGrantsEnabled":true,"redirectUris":["*"],"protocolMappers":[%s]}""".formatted(mapper.formatted("realm_access.roles", "[\\\"enrollment-officer\\\"]"));
        String user = """
                {"username":"intruder","enabled":true,"attributes":{"partner_id":["%s"]},
                 "credentials":[{"type":"password","value":"%s"}]}""".formatted(UUID.randomUUID(), PASSWORD);
        return Stream.of(
                attempt("read the users", "GET", ADMIN + "/users", ""),
                attempt("read the clients", "GET", ADMIN + "/clients", ""),
                attempt("read the realm", "GET", ADMIN, ""),
                attempt("read the keys", "GET", ADMIN + "/keys", ""),
                attempt("read the events", "GET", ADMIN + "/admin-events", ""),
                attempt("read an office's secret", "GET", ADMIN + "/clients/" + office + "/client-secret", ""),
                attempt("regenerate it", "POST", ADMIN + "/clients/" + office + "/client-secret", "{}"),
                attempt("officer role for itself", "POST", ADMIN + "/users/" + self + "/role-mappings/realm", officer),
                attempt(
                        "officer role for another client",
                        "POST",
                        ADMIN + "/users/" + officeAccount + "/role-mappings/realm",
                        officer),
                attempt("another partner for itself", "PUT", ADMIN + "/users/" + self, user),
                attempt("a role in a role", "POST", ADMIN + "/roles/partner/composites", officer),
                attempt(
                        "a mapper that forges roles",
                        "POST",
                        ADMIN + "/clients/" + office + "/protocol-mappers/models",
                        mapper.formatted("realm_access.roles", "[\\\"ops\\\"]")),
                attempt(
                        "a mapper that forges the client",
                        "POST",
                        ADMIN + "/clients/" + office + "/protocol-mappers/models",
                        mapper.formatted("azp", "cned-ops")),
                attempt(
                        "a mapper that forges the partner",
                        "POST",
                        ADMIN + "/clients/" + office + "/protocol-mappers/models",
                        mapper.formatted("partner_id", UUID.randomUUID())),
                attempt("create a client", "POST", ADMIN + "/clients", client),
                attempt("create a client scope", "POST", ADMIN + "/client-scopes", "{\"name\":\"intruder\"}"),
                attempt("create a user", "POST", ADMIN + "/users", user),
                attempt(
                        "reset a password",
                        "PUT",
                        ADMIN + "/users/" + userId("exploitant") + "/reset-password",
                        "{\"type\":\"password\",\"value\":\"" + PASSWORD + "\"}"),
                attempt("impersonate", "POST", ADMIN + "/users/" + userId("exploitant") + "/impersonation", "{}"),
                attempt("change the realm", "PUT", ADMIN, "{\"bruteForceProtected\":false}"),
                attempt("add a key", "POST", ADMIN + "/components", "{\"name\":\"k\",\"providerId\":\"rsa\"}"),
                attempt(
                        "direct grants through a built-in client",
                        "PUT",
                        ADMIN + "/clients/" + clientId("admin-cli"),
                        "{\"enabled\":true,\"directAccessGrantsEnabled\":true}"),
                attempt(
                        "another redirect address for the portal",
                        "PUT",
                        ADMIN + "/clients/" + clientId("portal"),
                        "{\"redirectUris\":[\"https://intruder.test/*\"]}"),
                attempt("an initial access token", "POST", ADMIN + "/clients-initial-access", "{\"count\":1}"),
                attempt("delete the events", "DELETE", ADMIN + "/admin-events", ""),
                attempt("register a client", "POST", "/realms/cned/clients-registrations/default", client),
                attempt(
                        "register a client dynamically",
                        "POST",
                        "/realms/cned/clients-registrations/openid-connect",
                        "{\"redirect_uris\":[\"https://intruder.test/\"]}"),
                attempt("change its own account", "POST", "/realms/cned/account", user),
                attempt("read Keycloak's own realm", "GET", "/admin/realms/master", ""));
    }

    private static Attempt attempt(String name, String method, String path, String body) {
        return new Attempt(name, method, path, body.isEmpty() ? MissingNode.getInstance() : json(body));
    }

    @Test
    void aClientCannotBeRegisteredWithoutAToken() {
        Browser browser = new Browser(keycloak);
        assertThat(browser.postJson("/realms/cned/clients-registrations/default", "{\"clientId\":\"intruder\"}"))
                .isIn(401, 403);
        assertThat(browser.postJson(
                        "/realms/cned/clients-registrations/openid-connect",
                        "{\"redirect_uris\":[\"https://intruder.test/\"]}"))
                .isIn(401, 403);
    }

    @Test
    void noClientTakesAPasswordForAToken() {
        Browser browser = new Browser(keycloak);
        asAdmin(ADMIN + "/clients").forEach(client -> {
            String id = client.path("clientId").asText();
            Map<String, String> form = new HashMap<>(
                    Map.of("grant_type", "password", "client_id", id, "username", "exploitant", "password", PASSWORD));
            if (RealmAccounts.CLIENTS.contains(id)) {
                form.put("client_secret", TestRealm.secretOf(id));
            }
            JsonApi.Answer answer = browser.token(form);
            assertThat(answer.isSuccess()).as(id).isFalse();
            assertThat(answer.body().path("error").asText())
                    .as(id)
                    .isIn("unauthorized_client", "invalid_client", "invalid_request");
        });
        assertThat(clients()).isGreaterThanOrEqualTo(RealmAccounts.CLIENTS.size() + 6);
    }

    @Test
    void thePortalNeedsItsExactRedirectAddressAndPkce() {
        Browser browser = new Browser(keycloak);
        assertThat(browser.authorize(REDIRECT, Browser.S256).statusCode()).isEqualTo(200);
        assertThat(browser.authorize(GATEWAY + "/app/", Browser.S256).statusCode())
                .isEqualTo(200);
        for (String address : List.of(
                GATEWAY + "/",
                GATEWAY + "/docs",
                REDIRECT + "/",
                REDIRECT + "reference/enrollment",
                REDIRECT + "?next=https://intruder.test",
                GATEWAY + "/docs/../elsewhere",
                "http://localhost:8080.intruder.test/docs/",
                "https://intruder.test/docs/")) {
            assertThat(browser.authorize(address, Browser.S256).statusCode())
                    .as(address)
                    .isEqualTo(400);
        }
        for (String challenge : List.of("", "&code_challenge=" + "a".repeat(43) + "&code_challenge_method=plain")) {
            assertThat(browser.authorize(REDIRECT, challenge).headers().firstValue("Location"))
                    .hasValueSatisfying(location -> assertThat(location).contains("error=invalid_request"));
        }
    }

    @Test
    void passwordsAreLongAndDoNotContainTheUserName() {
        for (String bad : List.of("", "elevenchars", "xx-exploitant-xx")) {
            JsonNode body = JsonApi.JSON.valueToTree(Map.of("type", "password", "value", bad, "temporary", false));
            assertThat(api.send(
                                    "PUT",
                                    admin.administratorToken(),
                                    ADMIN + "/users/" + userId("exploitant") + "/reset-password",
                                    body,
                                    Map.of())
                            .status())
                    .as(bad)
                    .isEqualTo(400);
        }
    }

    @Test
    void wrongPasswordsLockTheAccountAndAreRecorded() {
        String guessed = "lecteur-catalogue";
        for (int i = 0; i < 3; i++) {
            assertThat(new Browser(keycloak).login(REDIRECT, guessed, "wrong-password-" + i))
                    .isEmpty();
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(asAdmin(ADMIN + "/attack-detection/brute-force/users/" + userId(guessed))
                                        .path("disabled")
                                        .asBoolean())
                                .isTrue());
        assertThat(new Browser(keycloak).login(REDIRECT, guessed, PASSWORD)).isEmpty();
        assertThat(asAdmin(ADMIN + "/events?type=LOGIN_ERROR")).isNotEmpty();
    }

    @Test
    void administrationEventsAreRecordedWithoutContent() {
        JsonNode events = asAdmin(ADMIN + "/admin-events");
        assertThat(events).isNotEmpty();
        assertThat(events)
                .allSatisfy(event -> assertThat(event.has("representation")).isFalse());
    }

    private static String staffToken() {
        Browser browser = new Browser(keycloak);
        return browser.login(REDIRECT, RealmAccounts.PARTNER_USER, PASSWORD)
                .map(code -> browser.redeem(code, REDIRECT))
                .orElseThrow();
    }

    private static List<String> officerRoles() {
        return List.of("partnership-officer", "catalog-manager", "enrollment-officer", "management", "ops");
    }

    private static ClientCredentials credentials(String client) {
        return new ClientCredentials(client, TestRealm.secretOf(client));
    }

    private static JsonNode asAdmin(String path) {
        return api.get(admin.administratorToken(), path);
    }

    private static long users() {
        return asAdmin(ADMIN + "/users/count?includeServiceAccounts=true").asLong();
    }

    private static int clients() {
        return asAdmin(ADMIN + "/clients?max=1000").size();
    }

    private static String clientId(String name) {
        return asAdmin(ADMIN + "/clients?clientId=" + name).path(0).path("id").asText();
    }

    private static String userId(String name) {
        return asAdmin(ADMIN + "/users?exact=true&username=" + name)
                .path(0)
                .path("id")
                .asText();
    }

    private static JsonNode claims(String token) {
        try {
            return JsonApi.JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> roles(String token) {
        return StreamSupport.stream(
                        claims(token).path("realm_access").path("roles").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static JsonNode json(String text) {
        try {
            return JsonApi.JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
