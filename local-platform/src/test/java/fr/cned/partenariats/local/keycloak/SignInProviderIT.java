package fr.cned.partenariats.local.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.local.Command;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.wiring.Layout;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sign-in at ProConnect and at an institution of RENATER (docs/sign-in.md), on a running Keycloak. A second realm plays
 * both providers.
 */
@Tag("nightly")
class SignInProviderIT {

    private static final String REDIRECT = TestRealm.GATEWAY + "/app/";
    private static final String CNED = "/admin/realms/cned";
    private static final String PROVIDER = "/admin/realms/provider";
    private static final String PASSWORD = "correct-horse-battery";
    private static final String SIRET = "13002526500013";
    private static final String UAI = "0290119X";
    private static final String PROCONNECT = "proconnect";
    private static final String RENATER = "renater-0290119x";
    private static final UUID PARTNER = UUID.randomUUID();

    @TempDir
    static Path directory;

    private static TestRealm realm;

    @BeforeAll
    static void theInstallationHasBothProviders() throws Exception {
        realm = TestRealm.start(directory);
        realm.api().write("POST", administrator(), "/admin/realms", json("""
                {"realm":"provider","enabled":true,"clientScopes":[
                  {"name":"basic","protocol":"openid-connect","attributes":{"include.in.token.scope":"false"},
                   "protocolMappers":[{"name":"sub","protocol":"openid-connect","protocolMapper":"oidc-sub-mapper",
                     "config":{"access.token.claim":"true","introspection.token.claim":"true"}}]},
                  %s,%s],
                 "defaultDefaultClientScopes":["basic"],"defaultOptionalClientScopes":["email","siret"],
                 "clients":[{"clientId":"cned","secret":"secret \\"of\\" cned","standardFlowEnabled":true,
                   "redirectUris":["%s/broker/proconnect/endpoint"],
                   "attributes":{"user.info.response.signature.alg":"RS256"},
                   "defaultClientScopes":["basic"],"optionalClientScopes":["email","siret"]}],
                 "components":{"org.keycloak.userprofile.UserProfileProvider":[
                   {"providerId":"declarative-user-profile","config":{"kc.user.profile.config":[%s]}}]}}""".formatted(
                        claim("email", "mail"),
                        claim("siret", "siret"),
                        realm.keycloak().realmUrl(),
                        JsonApi.JSON.writeValueAsString(profile()))));
        for (List<String> person : List.of(
                List.of("anne", "Anne@Campus.example", SIRET, "{UAI}" + UAI),
                List.of("anne-elsewhere", "anne@campus.example", "21440109300015", "{UAI}0861288H"),
                List.of("bob", "bob@campus.example", SIRET, "{UAI}" + UAI))) {
            realm.api().write("POST", administrator(), PROVIDER + "/users", json("""
                    {"username":"%1$s","email":"%1$s@provider.example","firstName":"A","lastName":"B","enabled":true,
                     "attributes":{"mail":["%2$s"],"siret":["%3$s"],"uai":["%4$s"]},
                     "credentials":[{"type":"password","value":"%5$s"}]}""".formatted(
                            person.get(0), person.get(1), person.get(2), person.get(3), PASSWORD)));
        }
        assertThat(asAdmin(CNED + "/identity-provider/instances"))
                .as("off by default")
                .isEmpty();
        addProConnect("");
        add("renater", Map.of("PROVIDER_URL", address("/protocol/saml/descriptor"), "UAI", UAI, "NAME", "Campus"));
        announceToTheInstitution();
        assertThat(realm.api()
                        .send("POST", token(), CNED + "/users", invited("anne@campus.example", SIRET, UAI), Map.of())
                        .status())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        if (realm != null) {
            realm.keycloak().stop();
        }
    }

    private static void addProConnect(String levels) throws Exception {
        add(
                PROCONNECT,
                Map.of(
                        "PROVIDER_URL",
                        address("/.well-known/openid-configuration"),
                        "CLIENT_ID",
                        "cned",
                        "CLIENT_SECRET",
                        "secret \"of\" cned",
                        "ACR_VALUES",
                        levels));
    }

    private static void add(String provider, Map<String, String> settings) throws Exception {
        Layout layout = Layout.ofProject(Layout.enclosingProject());
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("KCADM", layout.keycloak().resolve("bin/kcadm.sh").toString());
        environment.put("KEYCLOAK_URL", realm.keycloak().url().toString());
        environment.put("KEYCLOAK_ADMIN_PASSWORD", TestRealm.ADMIN_PASSWORD);
        Command.Output output = Command.run(
                environment,
                layout.project()
                        .resolve("local-platform/src/main/keycloak/sign-in.sh")
                        .toString(),
                provider);
        assertThat(output.exit()).as(output.text()).isZero();
    }

    /** The institution imports the metadata of Keycloak, as an institution of RENATER does. */
    private static void announceToTheInstitution() {
        String metadata = new Browser(realm.keycloak())
                .get("/realms/cned/broker/" + RENATER + "/endpoint/descriptor")
                .body();
        JsonApi.Answer client = realm.api()
                .postFile(
                        administrator(),
                        PROVIDER + "/client-description-converter",
                        "application/xml",
                        metadata,
                        Map.of());
        assertThat(client.status()).as(metadata).isEqualTo(200);
        ObjectNode announced = (ObjectNode) client.body();
        announced.set(
                "protocolMappers",
                json("[%s,%s]"
                        .formatted(
                                attribute("urn:oid:0.9.2342.19200300.100.1.3", "mail"),
                                attribute("urn:oid:1.3.6.1.4.1.7135.1.2.1.14", "uai"))));
        realm.api().write("POST", administrator(), PROVIDER + "/clients", announced);
    }

    @ParameterizedTest
    @ValueSource(strings = {PROCONNECT, RENATER})
    void anInvitedPersonOfTheInstitutionActsForThePartnerWithoutAPassword(String provider) {
        Browser browser = new Browser(realm.keycloak());
        String code = Browser.code(signIn(browser, provider, "anne")).orElseThrow();

        JsonNode claims = claims(browser.redeem(code, REDIRECT));

        assertThat(claims.path("sub").asText()).isEqualTo(account().path("id").asText());
        assertThat(claims.path("partner_id").asText()).isEqualTo(PARTNER.toString());
        assertThat(claims.path("person_role").asText()).isEqualTo("REGISTERS");
        assertThat(claims.path("realm_access").path("roles").toString())
                .contains("\"partner\"")
                .doesNotContain("officer");
        assertThat(claims.path("preferred_username").asText()).startsWith("person-");
        assertThat(claims.path("name").asText()).isEqualTo("Anne Martin");
        assertThat(claims.toString()).doesNotContain("campus.example");
        JsonNode event = asAdmin(CNED + "/events?type=LOGIN&max=1").path(0);
        assertThat(event.path("userId").asText()).isEqualTo(claims.path("sub").asText());
        assertThat(asAdmin(CNED + "/users/" + account().path("id").asText() + "/credentials"))
                .isEmpty();
    }

    /** Both the address of an invited person with another institution, and a colleague without an invitation. */
    @Test
    void anybodyElseGetsAPageAndNeitherATokenNorAnAccount() {
        long before = asAdmin(CNED + "/users/count").asLong();
        for (String provider : List.of(PROCONNECT, RENATER)) {
            for (String person : List.of("anne-elsewhere", "bob")) {
                HttpResponse<String> answer = signIn(new Browser(realm.keycloak()), provider, person);
                assertThat(Browser.code(answer)).as(person).isEmpty();
                assertThat(answer.body()).as(person).contains("Aucune invitation ne correspond");
            }
        }
        assertThat(asAdmin(CNED + "/users/count").asLong()).isEqualTo(before);
        String id = account().path("id").asText();
        assertThat(asAdmin(CNED + "/users/" + id + "/federated-identity")).hasSize(2);
        assertThat(asAdmin(CNED + "/events?type=IDENTITY_PROVIDER_FIRST_LOGIN_ERROR")
                        .toString())
                .contains("21440109300015:anne@campus.example", SIRET + ":bob@campus.example");
        assertThat(asAdmin(CNED + "/attack-detection/brute-force/users/" + id)
                        .path("numFailures")
                        .asInt())
                .as("refusals of others do not lock the account")
                .isZero();
    }

    @Test
    void aSuspendedPersonCannotSignIn() {
        ObjectNode account = account();
        String path = CNED + "/users/" + account.path("id").asText();
        realm.api().write("PUT", token(), path, account.put("enabled", false));
        try {
            HttpResponse<String> answer = signIn(new Browser(realm.keycloak()), PROCONNECT, "anne");
            assertThat(Browser.code(answer)).isEmpty();
        } finally {
            realm.api().write("PUT", token(), path, account.put("enabled", true));
        }
    }

    /** ProConnect refuses parameters that it does not document. */
    @Test
    void theRequestToProConnectHasOnlyTheParametersThatItDocuments() {
        assertThat(parametersToProConnect())
                .extracting(parameter -> parameter.split("=", 2)[0])
                .containsExactlyInAnyOrder("response_type", "client_id", "redirect_uri", "scope", "state", "nonce");
    }

    @Test
    void theScriptRunsAgainAndALevelOfAssuranceIsThenRequestedAndRequired() throws Exception {
        String path = CNED + "/identity-provider/instances/" + PROCONNECT;
        JsonNode before = asAdmin(path);
        addProConnect("eidas2 eidas3");
        try {
            assertThat(parametersToProConnect())
                    .contains("claims=%7B%22id_token%22%3A%7B%22acr%22%3A%7B%22essential%22%3Atrue%2C"
                            + "%22values%22%3A%5B%22eidas2%22%2C%22eidas3%22%5D%7D%7D%7D");
            JsonNode settings = asAdmin(path).path("config");
            assertThat(settings.path("filteredByClaim").asText()).isEqualTo("true");
            assertThat(settings.path("claimFilterName").asText()).isEqualTo("acr");
            assertThat(settings.path("claimFilterValue").asText()).isEqualTo("eidas2|eidas3");
            assertThat(asAdmin(path + "/mappers")).hasSize(2);
        } finally {
            realm.api().write("PUT", administrator(), path, before);
        }
    }

    private static List<String> parametersToProConnect() {
        Browser browser = new Browser(realm.keycloak());
        URI toBroker = next(browser.authorize(REDIRECT, hint(PROCONNECT)));
        URI toProvider = next(browser.get(toBroker.getRawPath() + '?' + toBroker.getRawQuery()));
        assertThat(toProvider.getPath()).startsWith("/realms/provider/");
        return List.of(toProvider.getRawQuery().split("&", -1));
    }

    private static URI next(HttpResponse<String> answer) {
        return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }

    /** What the browser shows, or the redirect to the pages, after the person gave the password of the provider. */
    private static HttpResponse<String> signIn(Browser browser, String provider, String person) {
        HttpResponse<String> page = browser.follow(browser.authorize(REDIRECT, hint(provider)));
        assertThat(page.uri().getPath()).as(page.body()).startsWith("/realms/provider/");
        return browser.follow(browser.submit(page, Map.of("username", person, "password", PASSWORD)));
    }

    private static String hint(String provider) {
        return Browser.S256 + "&kc_idp_hint=" + provider;
    }

    /** As partner-service invites a person of a partner with these identifiers. */
    private static JsonNode invited(String email, String siret, String uai) {
        return json("""
                {"username":"person-%1$s","firstName":"Anne","lastName":"Martin","email":"%2$s","enabled":true,
                 "attributes":{"partner_id":["%3$s"],"person_role":["REGISTERS"]},"groups":["/partner"],
                 "federatedIdentities":[
                  {"identityProvider":"proconnect","userId":"%4$s:%2$s","userName":"%4$s:%2$s"},
                  {"identityProvider":"%5$s","userId":"{UAI}%6$s:%2$s","userName":"{UAI}%6$s:%2$s"}]}""".formatted(UUID.randomUUID(), email, PARTNER, siret, RENATER, uai));
    }

    private static ObjectNode account() {
        JsonNode found = realm.api().get(token(), CNED + "/users?exact=true&email=anne@campus.example");
        assertThat(found).hasSize(1);
        return (ObjectNode) found.path(0);
    }

    /** What an account of the provider has. */
    private static String profile() {
        String ofAdministrators = "{\"name\":\"%s\",\"permissions\":{\"view\":[\"admin\"],\"edit\":[\"admin\"]}}";
        return """
                {"attributes":[{"name":"username"},{"name":"email"},{"name":"firstName"},{"name":"lastName"},
                 %s,%s,%s]}""".formatted(
                        ofAdministrators.formatted("mail"),
                        ofAdministrators.formatted("siret"),
                        ofAdministrators.formatted("uai"));
    }

    private static String claim(String name, String attribute) {
        return """
                {"name":"%1$s","protocol":"openid-connect","attributes":{"include.in.token.scope":"true"},
                 "protocolMappers":[{"name":"%1$s","protocol":"openid-connect",
                   "protocolMapper":"oidc-usermodel-attribute-mapper",
                   "config":{"user.attribute":"%2$s","claim.name":"%1$s","jsonType.label":"String",
                             "id.token.claim":"false","access.token.claim":"false","userinfo.token.claim":"true"}}]}""".formatted(name, attribute);
    }

    private static String attribute(String name, String attribute) {
        return """
                {"name":"%2$s","protocol":"saml","protocolMapper":"saml-user-attribute-mapper",
                 "config":{"user.attribute":"%2$s","attribute.name":"%1$s","attribute.nameformat":"URI Reference"}}""".formatted(name, attribute);
    }

    private static String address(String path) {
        return realm.keycloak().url() + "/realms/provider" + path;
    }

    /** A new administrator: an older token has no rights in a new realm. */
    private static String administrator() {
        return new KeycloakAdmin(realm.keycloak(), TestRealm.ADMIN_PASSWORD).administratorToken();
    }

    private static String token() {
        return realm.admin()
                .token(new ClientCredentials(
                        RealmAccounts.PARTNER_SERVICE, TestRealm.secretOf(RealmAccounts.PARTNER_SERVICE)));
    }

    private static JsonNode asAdmin(String path) {
        return realm.api().get(administrator(), path);
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
            return JsonApi.JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
