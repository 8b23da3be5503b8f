package fr.cned.partenariats.partner.integration.apiclient;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Calls Keycloak's admin API with the token of this service's own client, which no other part may have. */
@ApplicationScoped
public class KeycloakHttp {

    private static final String READ = "GET";
    private static final int UNAVAILABLE = 503;
    static final int NOT_FOUND = 404;
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final Duration BEFORE_EXPIRY = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final ObjectMapper json;
    private final URI tokens;
    private final String admin;
    private final String clientId;
    private final String clientSecret;

    private volatile @Nullable Token token;

    private record Token(String text, long expiresAtNanos) {}

    /** @param location where a new object is */
    public record Answer(
            int status, JsonNode body, @Nullable String location) {

        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        /** Refuses an answer that is no success, without its body: that could quote the request. */
        public Answer required() {
            if (!isSuccess()) {
                throw new KeycloakFailure("Keycloak answered " + status, true, null);
            }
            return this;
        }
    }

    KeycloakHttp(
            ObjectMapper json,
            @ConfigProperty(name = "partner.keycloak.url") String url,
            @ConfigProperty(name = "partner.keycloak.realm") String realm,
            @ConfigProperty(name = "partner.keycloak.client-id") String clientId,
            @ConfigProperty(name = "partner.keycloak.client-secret") String clientSecret) {
        this.json = json;
        this.tokens = URI.create(url + "/realms/" + realm + "/protocol/openid-connect/token");
        this.admin = url + "/admin/realms/" + realm;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
    }

    /**
     * Returns any answer below 500.
     *
     * @param path below the realm
     */
    public Answer send(String method, String path, @Nullable JsonNode body) {
        Answer answer = send(method, path, body, token());
        if (answer.status() == 401) { // Keycloak has new keys
            token = null;
            answer = send(method, path, body, token());
        }
        if (answer.status() >= 500) {
            boolean notProcessed = answer.status() == UNAVAILABLE || method.equals(READ);
            throw new KeycloakFailure("Keycloak answered " + answer.status() + " to " + method, notProcessed, null);
        }
        return answer;
    }

    /** Empty when Keycloak does not have the object. */
    public Optional<JsonNode> find(String path) {
        Answer answer = send(READ, path, null);
        return answer.status() == NOT_FOUND
                ? Optional.empty()
                : Optional.of(answer.required().body());
    }

    /** An object that does not exist is deleted, too. */
    public void delete(String path) {
        Answer answer = send("DELETE", path, null);
        if (answer.status() != NOT_FOUND) {
            answer.required();
        }
    }

    private Answer send(String method, String path, @Nullable JsonNode body, String bearer) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(admin + path)).header("Authorization", "Bearer " + bearer);
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body.toString()));
        }
        return exchange(request.timeout(ANSWER).build());
    }

    private String token() {
        Token known = token;
        if (known != null && System.nanoTime() - known.expiresAtNanos() < 0) {
            return known.text();
        }
        String form = Map.of("grant_type", "client_credentials", "client_id", clientId, "client_secret", clientSecret)
                .entrySet()
                .stream()
                .map(field -> field.getKey() + '=' + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        Answer answer;
        try {
            answer = exchange(HttpRequest.newBuilder(tokens)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .timeout(ANSWER)
                    .POST(HttpRequest.BodyPublishers.ofString(form))
                    .build());
        } catch (KeycloakFailure failure) {
            throw new KeycloakFailure("Keycloak gives no token", true, failure);
        }
        if (!answer.isSuccess()) {
            throw new KeycloakFailure("Keycloak refuses a token to " + clientId + ": " + answer.status(), true, null);
        }
        Token fresh = new Token(
                answer.body().path("access_token").asText(),
                System.nanoTime()
                        + Duration.ofSeconds(answer.body().path("expires_in").asLong())
                                .minus(BEFORE_EXPIRY)
                                .toNanos());
        token = fresh;
        return fresh.text();
    }

    private Answer exchange(HttpRequest request) {
        try {
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(
                    response.statusCode(),
                    read(response),
                    response.headers().firstValue("Location").orElse(null));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new KeycloakFailure("Keycloak cannot be reached", true, e);
        } catch (IOException e) {
            throw new KeycloakFailure(
                    "Keycloak did not answer", request.method().equals(READ), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeycloakFailure("interrupted", request.method().equals(READ), e);
        }
    }

    /** Keycloak answers some errors in HTML. */
    private JsonNode read(HttpResponse<String> response) throws JsonProcessingException {
        try {
            return json.readTree(response.body());
        } catch (JsonProcessingException e) {
            if (response.statusCode() < 300) {
                throw e;
            }
            return MissingNode.getInstance();
        }
    }
}
