package fr.cned.partenariats.local.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.local.process.PlatformFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Tokens for clients, and the clients of partners: each carries the id of its partner as a fixed claim. */
public final class KeycloakAdmin {

    private static final String CLAIM = "partner_id";
    private static final String PARTNER_ROLE = "partner";

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI realm;
    private final URI tokenUrl;
    private final ClientCredentials onboarding;

    /** @param onboarding the client that may create clients in the realm, and nothing else */
    public KeycloakAdmin(KeycloakServer keycloak, ClientCredentials onboarding) {
        this.realm = keycloak.url().resolve("/admin/realms/" + KeycloakServer.REALM + "/");
        this.tokenUrl = keycloak.tokenUrl();
        this.onboarding = onboarding;
    }

    public String token(ClientCredentials client) {
        String form = Map.of(
                        "grant_type", "client_credentials", "client_id", client.id(), "client_secret", client.secret())
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpResponse<String> answer = send(HttpRequest.newBuilder(tokenUrl)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
        if (answer.statusCode() != 200) {
            throw new PlatformFailure("Keycloak gave no token to %s: %s".formatted(client.id(), answer.body()));
        }
        return read(answer).path("access_token").asText();
    }

    /** Makes the client of a partner, or gives the one that exists the secret and the partner told here. */
    public void providePartnerClient(ClientCredentials client, String displayName, UUID partnerId) {
        String token = token(onboarding);
        ObjectNode representation = partnerClient(client, displayName, partnerId);
        Optional<String> existing = find(token, "clients?clientId=" + client.id());
        if (existing.isPresent()) {
            write(token, "PUT", "clients/" + existing.get(), representation);
        } else {
            write(token, "POST", "clients", representation);
        }
        String id = find(token, "clients?clientId=" + client.id()).orElseThrow();
        String account =
                get(token, "clients/" + id + "/service-account-user").path("id").asText();
        JsonNode role = get(token, "roles/" + PARTNER_ROLE);
        write(token, "POST", "users/" + account + "/role-mappings/realm", json.valueToTree(List.of(role)));
    }

    /** Ties the account of a person to a partner. */
    public void setPartnerOf(String userName, UUID partnerId) {
        String token = token(onboarding);
        String id = find(token, "users?exact=true&username=" + userName).orElseThrow();
        ObjectNode user = (ObjectNode) get(token, "users/" + id);
        user.set("attributes", json.valueToTree(Map.of(CLAIM, List.of(partnerId.toString()))));
        write(token, "PUT", "users/" + id, user);
    }

    private ObjectNode partnerClient(ClientCredentials client, String displayName, UUID partnerId) {
        return json.valueToTree(Map.of(
                "clientId",
                client.id(),
                "name",
                displayName,
                "secret",
                client.secret(),
                "serviceAccountsEnabled",
                true,
                "standardFlowEnabled",
                false,
                "directAccessGrantsEnabled",
                false,
                "fullScopeAllowed",
                true,
                "protocolMappers",
                List.of(Map.of(
                        "name",
                        CLAIM,
                        "protocol",
                        "openid-connect",
                        "protocolMapper",
                        "oidc-hardcoded-claim-mapper",
                        "config",
                        Map.of(
                                "claim.name", CLAIM,
                                "claim.value", partnerId.toString(),
                                "jsonType.label", "String",
                                "access.token.claim", "true",
                                "introspection.token.claim", "true")))));
    }

    private Optional<String> find(String token, String query) {
        JsonNode found = get(token, query);
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(found.path(0).path("id").asText());
    }

    private JsonNode get(String token, String path) {
        HttpResponse<String> answer = send(request(token, path).GET());
        requireSuccess("GET", path, answer);
        return read(answer);
    }

    private void write(String token, String method, String path, JsonNode body) {
        HttpResponse<String> answer = send(request(token, path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body.toString())));
        requireSuccess(method, path, answer);
    }

    private HttpRequest.Builder request(String token, String path) {
        return HttpRequest.newBuilder(realm.resolve(path)).header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(
                    request.timeout(Duration.ofSeconds(20)).build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new PlatformFailure("Keycloak does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformFailure("interrupted while Keycloak was asked", e);
        }
    }

    private JsonNode read(HttpResponse<String> answer) {
        try {
            return json.readTree(answer.body());
        } catch (IOException e) {
            throw new PlatformFailure("Keycloak answered something that is no JSON: " + answer.body(), e);
        }
    }

    private static void requireSuccess(String method, String path, HttpResponse<String> answer) {
        if (answer.statusCode() >= 300) {
            throw new PlatformFailure(
                    "Keycloak answered %d to %s %s: %s".formatted(answer.statusCode(), method, path, answer.body()));
        }
    }
}
