package fr.cned.partenariats.local.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RealmFileTest {

    private static JsonNode realm;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(RealmFileTest.class.getResourceAsStream("/keycloak/cned-realm.json"))) {
            realm = new ObjectMapper().readTree(in);
        }
    }

    @Test
    void theRealmHasTheRolesOfTheServices() {
        assertThat(texts(realm.path("roles").path("realm"), "name"))
                .containsExactlyInAnyOrder(
                        "partner",
                        "apprenticeship-host",
                        "catalog-reader",
                        "partnership-officer",
                        "catalog-manager",
                        "enrollment-officer",
                        "management",
                        "ops");
    }

    /** partner-service puts an invited person into the group with the name of its role. */
    @Test
    void eachGroupGivesTheRoleOfItsName() {
        assertThat(texts(realm.path("groups"), "name"))
                .containsExactlyInAnyOrder(
                        "partner",
                        "apprenticeship-host",
                        "partnership-officer",
                        "catalog-manager",
                        "enrollment-officer");
        assertThat(stream(realm.path("groups"))).allSatisfy(group -> {
            assertThat(group.path("path").asText())
                    .isEqualTo("/" + group.path("name").asText());
            assertThat(group.path("realmRoles").toString())
                    .isEqualTo("[\"" + group.path("name").asText() + "\"]");
        });
    }

    @Test
    void theRealmHasEveryClientOfThePlatform() {
        assertThat(texts(realm.path("clients"), "clientId")).containsAll(RealmAccounts.CLIENTS);
    }

    @Test
    void secretsArePlaceholders() {
        Stream<String> secrets = texts(realm.path("clients"), "secret").filter(secret -> !secret.isEmpty());

        assertThat(secrets).isNotEmpty().allMatch(secret -> secret.matches("\\$\\{[A-Z_]+}"));
    }

    /** Containers import this file, too. Only {@code ./run} adds demonstration accounts. */
    @Test
    void noAccountIsAPersonOrMayChangeTheRealm() {
        assertThat(stream(realm.path("users")).filter(account -> !isOfPartnerService(account)))
                .allSatisfy(account -> {
                    assertThat(texts(realm.path("clients"), "clientId"))
                            .contains(account.path("serviceAccountClientId").asText());
                    assertThat(account.path("realmRoles")).hasSize(1);
                    assertThat(account.fieldNames())
                            .toIterable()
                            .containsExactlyInAnyOrder("username", "enabled", "serviceAccountClientId", "realmRoles");
                });
        assertThat(texts(realm.path("users"), "serviceAccountClientId"))
                .containsAll(RealmAccounts.CLIENTS)
                .hasSize(RealmAccounts.CLIENTS.size() + 1);
    }

    /** Its secret belongs to partner-service alone (docs/adr/0027). */
    @Test
    void onlyTheAccountOfPartnerServiceMayChangeClientsAndPeople() {
        JsonNode account = stream(realm.path("users"))
                .filter(RealmFileTest::isOfPartnerService)
                .findFirst()
                .orElseThrow();
        assertThat(account.path("realmRoles").isMissingNode()).isTrue();
        assertThat(account.path("clientRoles").toString())
                .isEqualTo("{\"realm-management\":[\"manage-clients\",\"manage-users\",\"view-events\"]}");
    }

    private static boolean isOfPartnerService(JsonNode account) {
        return account.path("serviceAccountClientId").asText().equals(RealmAccounts.PARTNER_SERVICE);
    }

    @Test
    void everyScopeOfPartnersIsInTheTokenAndThePortalHasThemAll() {
        List<String> scopes = stream(realm.path("clientScopes"))
                .filter(scope -> scope.path("name").asText().contains(":"))
                .peek(scope -> assertThat(scope.path("attributes")
                                .path("include.in.token.scope")
                                .asText())
                        .isEqualTo("true"))
                .map(scope -> scope.path("name").asText())
                .toList();
        assertThat(scopes).contains("people:manage").containsAll(KeycloakAdmin.PARTNER_SCOPES);
        assertThat(scopes).hasSize(KeycloakAdmin.PARTNER_SCOPES.size() + 1); // no program keeps people
        assertThat(stream(client("portal").path("defaultClientScopes")).map(JsonNode::asText))
                .containsAll(scopes);
        assertThat(stream(realm.path("defaultDefaultClientScopes")).map(JsonNode::asText))
                .doesNotContainAnyElementsOf(scopes);
    }

    private static JsonNode client(String id) {
        return stream(realm.path("clients"))
                .filter(client -> client.path("clientId").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void noClientAcceptsPasswordsAndBuiltInClientsAreDisabled() {
        assertThat(stream(realm.path("clients")))
                .allSatisfy(client -> assertThat(
                                client.path("directAccessGrantsEnabled").asBoolean(true))
                        .as(client.path("clientId").asText())
                        .isFalse());
        assertThat(stream(realm.path("clients"))
                        .filter(client -> !client.path("enabled").asBoolean(true))
                        .map(client -> client.path("clientId").asText()))
                .containsExactlyInAnyOrder("account", "account-console", "admin-cli", "security-admin-console");
    }

    @Test
    void thePortalHasExactAddressesAndUsesPkce() {
        JsonNode portal = stream(realm.path("clients"))
                .filter(client -> client.path("clientId").asText().equals("portal"))
                .findFirst()
                .orElseThrow();

        assertThat(portal.toString()).doesNotContain("*", "\"+\"");
        assertThat(stream(portal.path("redirectUris")).map(JsonNode::asText))
                .containsExactly("${GATEWAY_URL}/docs/", "${GATEWAY_URL}/app/");
        assertThat(portal.path("webOrigins")).hasSize(1);
        assertThat(portal.path("implicitFlowEnabled").asBoolean(true)).isFalse();
        assertThat(portal.path("attributes").path("pkce.code.challenge.method").asText())
                .isEqualTo("S256");
    }

    private static Stream<String> texts(JsonNode array, String field) {
        return stream(array).map(node -> node.path(field).asText());
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
