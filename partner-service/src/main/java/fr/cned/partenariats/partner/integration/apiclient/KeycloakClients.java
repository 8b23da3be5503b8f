package fr.cned.partenariats.partner.integration.apiclient;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.partner.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The clients of partners in Keycloak. Each method is one change of Keycloak, or none. */
@ApplicationScoped
class KeycloakClients {

    private static final List<String> STANDARD_SCOPES = List.of("roles", "cned-partenariats");
    private static final String KEYS = "jwks.string";

    private final KeycloakHttp http;
    private final ObjectMapper json;

    KeycloakClients(KeycloakHttp http, ObjectMapper json) {
        this.http = http;
        this.json = json;
    }

    static String clientId(UUID keycloakId) {
        return "api-" + keycloakId;
    }

    /**
     * The roles, the partner, the sites and the name in tokens are mappers of the client, so that one request creates all
     * of it. The clients of a rotation have the same subject and {@code azp}: keys and limits belong to them.
     */
    void create(ApiClient client, UUID keycloakId, @Nullable String secret, List<PublicKey> keys) {
        ObjectNode body = body(keycloakId)
                .put("id", keycloakId.toString())
                .put("name", "Partner " + client.partnerId())
                .put("enabled", client.isEnabled())
                .put("protocol", "openid-connect")
                .put("publicClient", false)
                .put("serviceAccountsEnabled", true)
                .put("standardFlowEnabled", false)
                .put("implicitFlowEnabled", false)
                .put("directAccessGrantsEnabled", false)
                .put("fullScopeAllowed", false);
        ArrayNode scopes = body.putArray("defaultClientScopes");
        STANDARD_SCOPES.forEach(scopes::add);
        client.scopes().forEach(scopes::add);
        body.putArray("optionalClientScopes");
        putMappers(body, client);
        if (secret == null) {
            body.put("clientAuthenticatorType", "client-jwt");
            putKeys(body, keys);
        } else {
            body.put("clientAuthenticatorType", "client-secret").put("secret", secret);
        }
        http.send("POST", "/clients", body).required();
    }

    private void putMappers(ObjectNode body, ApiClient client) {
        ArrayNode mappers = body.putArray("protocolMappers");
        claim(mappers, "partner_id", client.partnerId().toString());
        claim(mappers, "sub", client.id().toString());
        claim(mappers, "azp", clientId(client.id()));
        if (!client.intendedSiteIds().isEmpty()) {
            String sites = json.valueToTree(client.intendedSiteIds()).toString();
            claim(mappers, "site_ids", sites).put("jsonType.label", "JSON");
        }
        for (String role : client.roles()) {
            mapper(mappers, role.equals(Roles.PARTNER) ? "role" : role, "oidc-hardcoded-role-mapper")
                    .put("role", role);
        }
    }

    private static ObjectNode claim(ArrayNode mappers, String name, String value) {
        return mapper(mappers, name, "oidc-hardcoded-claim-mapper")
                .put("claim.name", name)
                .put("claim.value", value)
                .put("jsonType.label", "String")
                .put("access.token.claim", "true");
    }

    private static ObjectNode mapper(ArrayNode mappers, String name, String type) {
        return mappers.addObject()
                .put("name", name)
                .put("protocol", "openid-connect")
                .put("protocolMapper", type)
                .putObject("config");
    }

    /** The ids of the client's keys; empty when Keycloak does not have the client. */
    Optional<List<String>> findKeyIds(UUID id) {
        return http.find("/clients/" + id)
                .map(client -> StreamSupport.stream(keysOf(client).path("keys").spliterator(), false)
                        .map(key -> key.path("kid").asText())
                        .toList());
    }

    private JsonNode keysOf(JsonNode client) {
        try {
            return json.readTree(client.path("attributes").path(KEYS).asText("{}"));
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** A client that does not exist is deleted, too. */
    void delete(UUID id) {
        http.delete("/clients/" + id);
    }

    /** Deletes the current client first, so the other ones are when it is. */
    void deleteAll(ApiClient client) {
        boolean deleted = false;
        try {
            for (UUID each : client.all()) {
                delete(each);
                deleted = true;
            }
        } catch (KeycloakFailure failure) {
            throw deleted ? new KeycloakFailure("only some clients are deleted", false, failure) : failure;
        }
    }

    /** False when Keycloak does not have the client. */
    boolean setEnabled(UUID id, boolean enabled) {
        return change(id, body -> body.put("enabled", enabled));
    }

    /** False when Keycloak does not have the client. */
    boolean replaceKeys(UUID id, List<PublicKey> keys) {
        return change(id, body -> putKeys(body, keys));
    }

    /** Keycloak removes a mapper that is left out. False when it does not have the current client. */
    boolean changeSites(ApiClient client) {
        boolean known = change(client.keycloakId(), body -> putMappers(body, client));
        try {
            client.live().stream()
                    .filter(each -> !each.equals(client.keycloakId()))
                    .forEach(previous -> change(previous, body -> putMappers(body, client)));
        } catch (KeycloakFailure failure) {
            throw new KeycloakFailure("only the current client has its new sites", false, failure);
        }
        return known;
    }

    private boolean change(UUID id, Consumer<ObjectNode> change) {
        ObjectNode body = body(id);
        change.accept(body);
        KeycloakHttp.Answer answer = http.send("PUT", "/clients/" + id, body);
        return answer.status() != KeycloakHttp.NOT_FOUND && answer.required().isSuccess();
    }

    private ObjectNode body(UUID keycloakId) {
        return json.createObjectNode().put("clientId", clientId(keycloakId));
    }

    private void putKeys(ObjectNode body, List<PublicKey> keys) {
        JsonNode set = json.valueToTree(
                Map.of("keys", keys.stream().map(PublicKey::forSignatures).toList()));
        body.putObject("attributes").put("use.jwks.string", "true").put(KEYS, set.toString());
    }
}
