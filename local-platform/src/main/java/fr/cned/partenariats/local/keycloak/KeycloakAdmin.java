package fr.cned.partenariats.local.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.local.http.FreshToken;
import fr.cned.partenariats.local.http.JsonApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tokens for clients, and the clients of partners: each carries the id of its partner as a fixed claim. */
public final class KeycloakAdmin {

    private static final String CLAIM = "partner_id";
    private static final String PARTNER_ROLE = "partner";

    private final JsonApi keycloak;
    private final String tokenPath;
    private final String adminPath;
    private final FreshToken adminToken;

    /** @param onboarding the client that may create clients in the realm, and nothing else */
    public KeycloakAdmin(KeycloakServer server, ClientCredentials onboarding) {
        this.keycloak = new JsonApi("Keycloak", server.url());
        this.tokenPath = server.tokenUrl().getPath();
        this.adminPath = "/admin/realms/" + KeycloakServer.REALM + "/";
        this.adminToken = new FreshToken(() -> token(onboarding));
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

    /** Makes the client of a partner, or gives the one that exists the secret and the partner told here. */
    public void providePartnerClient(ClientCredentials client, String displayName, UUID partnerId) {
        Optional<String> existing = find("clients?clientId=" + client.id());
        if (existing.isPresent() && partnerId.equals(partnerOf(client))) {
            return;
        }
        ObjectNode representation = partnerClient(client, displayName, partnerId);
        if (existing.isPresent()) {
            write("PUT", "clients/" + existing.get(), representation);
        } else {
            write("POST", "clients", representation);
        }
        String id = find("clients?clientId=" + client.id()).orElseThrow();
        String account =
                get("clients/" + id + "/service-account-user").path("id").asText();
        JsonNode role = get("roles/" + PARTNER_ROLE);
        write("POST", "users/" + account + "/role-mappings/realm", JsonApi.JSON.valueToTree(List.of(role)));
    }

    /** Ties the account of a person to a partner. */
    public void setPartnerOf(String userName, UUID partnerId) {
        String id = find("users?exact=true&username=" + userName).orElseThrow();
        ObjectNode user = (ObjectNode) get("users/" + id);
        JsonNode attributes = JsonApi.JSON.valueToTree(Map.of(CLAIM, List.of(partnerId.toString())));
        if (!attributes.equals(user.get("attributes"))) {
            user.set("attributes", attributes);
            write("PUT", "users/" + id, user);
        }
    }

    private @Nullable UUID partnerOf(ClientCredentials client) {
        String payload = token(client).split("\\.", -1)[1];
        try {
            JsonNode claim = JsonApi.JSON
                    .readTree(Base64.getUrlDecoder().decode(payload))
                    .path(CLAIM);
            return claim.isTextual() ? UUID.fromString(claim.asText()) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode partnerClient(ClientCredentials client, String displayName, UUID partnerId) {
        ObjectNode representation = JsonApi.JSON.createObjectNode();
        representation
                .put("clientId", client.id())
                .put("name", displayName)
                .put("secret", client.secret())
                .put("serviceAccountsEnabled", true)
                .put("standardFlowEnabled", false)
                .put("directAccessGrantsEnabled", false)
                .put("fullScopeAllowed", true);
        ObjectNode mapper = representation.putArray("protocolMappers").addObject();
        mapper.put("name", CLAIM)
                .put("protocol", "openid-connect")
                .put("protocolMapper", "oidc-hardcoded-claim-mapper");
        mapper.putObject("config")
                .put("claim.name", CLAIM)
                .put("claim.value", partnerId.toString())
                .put("jsonType.label", "String")
                .put("access.token.claim", "true")
                .put("introspection.token.claim", "true");
        return representation;
    }

    private Optional<String> find(String query) {
        JsonNode found = get(query);
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(found.path(0).path("id").asText());
    }

    private JsonNode get(String path) {
        return keycloak.get(adminToken.get(), adminPath + path);
    }

    private void write(String method, String path, JsonNode body) {
        keycloak.write(method, adminToken.get(), adminPath + path, body);
    }
}
