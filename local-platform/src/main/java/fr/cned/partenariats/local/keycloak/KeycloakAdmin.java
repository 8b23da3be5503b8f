package fr.cned.partenariats.local.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.local.http.FreshToken;
import fr.cned.partenariats.local.http.JsonApi;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Gets tokens for clients and, as administrator, adds demonstration accounts and the clients of partners to the realm. Only the
 * client of partner-service may change the realm: it manages clients.
 */
public final class KeycloakAdmin {

    /** The role of a partner's program. */
    public static final String PARTNER_ROLE = "partner";

    /** What the client of a partner may do. A client of the demonstration may do everything. */
    static final List<String> PARTNER_SCOPES = List.of(
            "enrollments:read",
            "enrollments:write",
            "students:read",
            "students:write",
            "attendance:write",
            "catalog:read",
            "partner:read",
            "partner:write",
            "webhooks:manage",
            "clients:manage");

    private static final List<String> STANDARD_SCOPES = List.of("basic", "roles", "cned-partenariats");
    private static final String CLAIM = "partner_id";
    private static final String PERSON_ROLE_CLAIM = "person_role";
    private static final String SITES = "siteIds";

    /** The client of the portal and of the workspace. */
    private static final String PAGES = "portal";

    /** The realm of Keycloak's administrators, whose tokens live one minute. */
    private static final String MASTER_TOKEN_PATH = "/realms/master/protocol/openid-connect/token";

    private static final String MASTER_PATH = "/admin/realms/master";

    private static final Duration ADMIN_TOKEN_USED_FOR = Duration.ofSeconds(30);

    private final JsonApi keycloak;
    private final String tokenPath;
    private final String adminPath;
    private final FreshToken adminToken;

    public KeycloakAdmin(KeycloakServer server, String adminPassword) {
        this.keycloak = new JsonApi("Keycloak", server.url());
        this.tokenPath = server.tokenUrl().getPath();
        this.adminPath = "/admin/realms/" + KeycloakServer.REALM + "/";
        this.adminToken = new FreshToken(() -> adminToken(adminPassword), ADMIN_TOKEN_USED_FOR);
    }

    /** A token with all rights in Keycloak. */
    public String administratorToken() {
        return adminToken.get();
    }

    private String adminToken(String password) {
        return keycloak.postForm(
                        MASTER_TOKEN_PATH,
                        Map.of(
                                "grant_type",
                                "password",
                                "client_id",
                                "admin-cli",
                                "username",
                                KeycloakServer.ADMIN,
                                "password",
                                password))
                .path("access_token")
                .asText();
    }

    public String token(ClientCredentials client) {
        return keycloak.postForm(
                        tokenPath,
                        Map.of(
                                "grant_type", "client_credentials",
                                "client_id", client.id(),
                                "client_secret", client.secret()))
                .path("access_token")
                .asText();
    }

    /**
     * Creates the client of a partner, or sets the secret and the partner of an existing client.
     *
     * @param role a role that binds the client to the partner
     */
    public void providePartnerClient(ClientCredentials client, String displayName, UUID partnerId, String role) {
        String query = "clients?clientId=" + client.id();
        ObjectNode representation = partnerClient(client, displayName);
        find(query)
                .ifPresentOrElse(
                        existing -> write("PUT", "clients/" + existing, representation),
                        () -> write("POST", "clients", representation));
        String id = find(query).orElseThrow();
        String account =
                get("clients/" + id + "/service-account-user").path("id").asText();
        setPartner(account, partnerId);
        give(account, role);
    }

    /** Gives the realm of Keycloak's administrators limits for guessing, a password policy, events and short sessions. */
    public void protectMasterRealm() {
        JsonNode expected = KeycloakServer.masterSettings();
        JsonNode present = keycloak.get(administratorToken(), MASTER_PATH);
        ObjectNode updated = present.deepCopy();
        expected.properties().forEach(setting -> updated.set(setting.getKey(), setting.getValue()));
        updated.set(
                "attributes",
                ((ObjectNode) present.path("attributes")).deepCopy().setAll((ObjectNode) expected.path("attributes")));
        if (!updated.equals(present)) {
            keycloak.write("PUT", administratorToken(), MASTER_PATH, updated);
        }
    }

    /**
     * Gives a realm that an earlier start imported what it lacks: roles of this version, and the present address of the
     * pages, which is the only one that a person may sign in from.
     */
    public void updateRealm(URI gateway) {
        JsonNode realm = KeycloakServer.realmFile(Map.of("GATEWAY_URL", gateway.toString()));
        ObjectNode missing = JsonApi.JSON.createObjectNode().put("ifResourceExists", "SKIP");
        missing.set("roles", realm.path("roles"));
        write("POST", "partialImport", missing);
        for (JsonNode client : realm.path("clients")) {
            if (client.path("clientId").asText().equals(PAGES)) {
                updateAddresses(client);
            }
        }
    }

    private void updateAddresses(JsonNode expected) {
        ObjectNode present = (ObjectNode) get("clients?clientId=" + PAGES).path(0);
        ObjectNode updated = present.deepCopy();
        updated.set("redirectUris", expected.path("redirectUris"));
        updated.set("webOrigins", expected.path("webOrigins"));
        ObjectNode attributes = (ObjectNode) updated.path("attributes");
        attributes.setAll((ObjectNode) expected.path("attributes"));
        if (!updated.equals(present)) {
            write("PUT", "clients/" + present.path("id").asText(), updated);
        }
    }

    /** Adds the accounts that the realm does not have. */
    public void providePeople(List<Person> people, String password) {
        Set<String> present = new HashSet<>();
        get("users?briefRepresentation=true&max=1000")
                .forEach(user -> present.add(user.path("username").asText()));
        people.stream().filter(person -> !present.contains(person.userName())).forEach(person -> add(person, password));
    }

    private void add(Person person, String password) {
        ObjectNode user = JsonApi.JSON.createObjectNode();
        user.put("username", person.userName())
                .put("firstName", "Compte")
                .put("lastName", person.lastName())
                .put("email", person.userName() + "@example.invalid")
                .put("emailVerified", true)
                .put("enabled", true);
        user.putArray("credentials")
                .addObject()
                .put("type", "password")
                .put("value", password)
                .put("temporary", false);
        write("POST", "users", user);
        give(userId(person.userName()), person.role());
    }

    /** Sets the partner of an account, which has all rights of the partner. */
    public void setPartnerOf(String userName, UUID partnerId) {
        setPartner(userId(userName), partnerId);
    }

    /** Sets the partner of an account, its role there, such as {@code READS}, and the sites that limit it. */
    public void setPartnerOf(String userName, UUID partnerId, String personRole, String... siteIds) {
        Map<String, List<String>> attributes = new HashMap<>();
        attributes.put(CLAIM, List.of(partnerId.toString()));
        attributes.put(PERSON_ROLE_CLAIM, List.of(personRole));
        if (siteIds.length > 0) {
            attributes.put(SITES, List.of(siteIds));
        }
        setAttributes(userId(userName), attributes);
    }

    private void setPartner(String account, UUID partnerId) {
        setAttributes(account, Map.of(CLAIM, List.of(partnerId.toString())));
    }

    private void setAttributes(String account, Map<String, List<String>> wanted) {
        ObjectNode user = (ObjectNode) get("users/" + account);
        JsonNode attributes = JsonApi.JSON.valueToTree(wanted);
        if (!attributes.equals(user.get("attributes"))) {
            user.set("attributes", attributes);
            write("PUT", "users/" + account, user);
        }
    }

    private void give(String account, String role) {
        write(
                "POST",
                "users/" + account + "/role-mappings/realm",
                JsonApi.JSON.valueToTree(List.of(get("roles/" + role))));
    }

    private String userId(String userName) {
        return find("users?exact=true&username=" + userName).orElseThrow();
    }

    private static ObjectNode partnerClient(ClientCredentials client, String displayName) {
        return JsonApi.JSON
                .createObjectNode()
                .put("clientId", client.id())
                .put("name", displayName)
                .put("secret", client.secret())
                .put("serviceAccountsEnabled", true)
                .put("standardFlowEnabled", false)
                .put("directAccessGrantsEnabled", false)
                .put("fullScopeAllowed", true)
                .set(
                        "defaultClientScopes",
                        JsonApi.JSON.valueToTree(Stream.concat(STANDARD_SCOPES.stream(), PARTNER_SCOPES.stream())
                                .toList()));
    }

    private Optional<String> find(String query) {
        JsonNode found = get(query);
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(found.path(0).path("id").asText());
    }

    private JsonNode get(String path) {
        return keycloak.get(administratorToken(), adminPath + path);
    }

    private void write(String method, String path, JsonNode body) {
        keycloak.write(method, administratorToken(), adminPath + path, body);
    }
}
