package fr.cned.partenariats.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** A client of an HTTP API that answers in JSON. A failed request throws a failure that quotes the answer. */
public final class JsonApi {

    public static final ObjectMapper JSON = new ObjectMapper();

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final String name;
    private final URI base;

    /** @param name the name of the server, for messages */
    public JsonApi(String name, URI base) {
        this.name = name;
        this.base = base;
    }

    /**
     * An answer.
     *
     * @param body a missing node when the body is not JSON
     * @param retryAfter the time to wait before another attempt; zero when the answer names none
     */
    public record Answer(int status, JsonNode body, Duration retryAfter) {

        public Answer(int status, JsonNode body) {
            this(status, body, Duration.ZERO);
        }

        public boolean isSuccess() {
            return status < 300;
        }
    }

    public JsonNode get(String token, String path) {
        return required("GET", path, send("GET", token, path, MissingNode.getInstance(), Map.of()));
    }

    public JsonNode write(String method, String token, String path, JsonNode body) {
        return required(method, path, send(method, token, path, body, Map.of()));
    }

    /** @param body a missing node for no body */
    public Answer send(String method, String token, String path, JsonNode body, Map<String, String> headers) {
        HttpRequest.Builder request = request(token, path, headers);
        if (body.isMissingNode()) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body.toString()));
        }
        return exchange(request);
    }

    public Answer postFile(String token, String path, String type, String content, Map<String, String> headers) {
        return exchange(request(token, path, headers)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(content)));
    }

    private HttpRequest.Builder request(String token, String path, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + token);
        headers.forEach(request::header);
        return request;
    }

    /** Posts a form, for token endpoints. */
    public JsonNode postForm(String path, Map<String, String> fields) {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return required(
                "POST",
                path,
                exchange(HttpRequest.newBuilder(base.resolve(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))));
    }

    public JsonNode required(String method, String path, Answer answer) {
        if (!answer.isSuccess()) {
            throw new PlatformFailure(
                    "%s answered %d to %s %s: %s".formatted(name, answer.status(), method, path, answer.body()));
        }
        return answer.body();
    }

    private Answer exchange(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(
                    request.timeout(Duration.ofSeconds(20)).build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), read(response.body()), retryAfter(response));
        } catch (IOException e) {
            throw new PlatformFailure(name + " does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformFailure("A request to " + name + " was interrupted.", e);
        }
    }

    /** Retry-After in seconds. No part of the platform answers with a date. */
    private static Duration retryAfter(HttpResponse<?> response) {
        String value = response.headers().firstValue("Retry-After").orElse("");
        return value.matches("[0-9]{1,4}") ? Duration.ofSeconds(Long.parseLong(value)) : Duration.ZERO;
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
