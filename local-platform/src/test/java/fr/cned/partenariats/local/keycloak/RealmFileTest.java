package fr.cned.partenariats.local.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.io.IOException;
import java.io.InputStream;
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
    void theRealmHasSixRoles() {
        assertThat(texts(realm.path("roles").path("realm"), "name"))
                .containsExactlyInAnyOrder(
                        "partner",
                        "apprenticeship-host",
                        "catalog-reader",
                        "partnership-officer",
                        "catalog-manager",
                        "enrollment-officer",
                        "ops");
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
        assertThat(stream(realm.path("users"))).allSatisfy(account -> {
            assertThat(texts(realm.path("clients"), "clientId"))
                    .contains(account.path("serviceAccountClientId").asText());
            assertThat(account.path("realmRoles")).hasSize(1);
            assertThat(account.fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder("username", "enabled", "serviceAccountClientId", "realmRoles");
        });
        assertThat(texts(realm.path("users"), "serviceAccountClientId"))
                .containsExactlyInAnyOrderElementsOf(RealmAccounts.CLIENTS);
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
        assertThat(portal.path("redirectUris")).hasSize(1);
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
