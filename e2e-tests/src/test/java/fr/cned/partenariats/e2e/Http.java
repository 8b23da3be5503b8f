package fr.cned.partenariats.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** A partner's program, or an officer's: plain HTTP to the gateway. */
final class Http {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(30))
            .build();
    private final URI gateway;

    Http(URI gateway) {
        this.gateway = gateway;
    }

    /** @param status 0 when there was no answer at all */
    record Answer(int status, String contentType, Map<String, String> headers, String text) {

        JsonNode body() {
            try {
                return text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + text, e);
            }
        }

        String code() {
            return body().path("code").asText();
        }

        String id() {
            return body().path("id").asText();
        }

        /** Not the last word: the same request may be sent again. */
        boolean isTemporary() {
            return status == 0
                    || status >= 500
                    || (status == 409 && (code().equals("request-in-progress") || code().equals("concurrent-change")));
        }

        boolean isSuccess() {
            return status >= 200 && status < 300;
        }
    }

    Answer get(String token, String path) {
        return send("GET", path, "", headers(token));
    }

    Answer post(String token, String path, String json) {
        return post(token, path, json, UUID.randomUUID().toString());
    }

    Answer post(String token, String path, String json, String key) {
        Map<String, String> headers = new HashMap<>(headers(token));
        headers.put("Idempotency-Key", key);
        headers.put("Content-Type", "application/json");
        return send("POST", path, json, headers);
    }

    /** A merge patch on what is there now. */
    Answer patch(String token, String path, String changes) {
        Map<String, String> headers = new HashMap<>(headers(token));
        headers.put("If-Match", get(token, path).headers().get("ETag"));
        headers.put("Content-Type", "application/merge-patch+json");
        return send("PATCH", path, changes, headers);
    }

    /** As a good client does: repeats, with the same key, what got no final answer. */
    Answer postPersistently(String token, String path, String json) {
        String key = UUID.randomUUID().toString();
        long end = System.nanoTime() + PATIENCE.toNanos();
        Answer answer = post(token, path, json, key);
        while (answer.isTemporary() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            answer = post(token, path, json, key);
        }
        return answer;
    }

    /** A write that a fixture depends on. */
    Answer done(String token, String path, String json) {
        Answer answer = postPersistently(token, path, json);
        if (!answer.isSuccess()) {
            throw new AssertionError("POST " + path + ": " + answer);
        }
        return answer;
    }

    String created(String token, String path, String json) {
        return done(token, path, json).id();
    }

    Answer send(String method, String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body, UTF_8));
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
            Map<String, String> received = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            response.headers().map().forEach((name, values) -> received.put(name, values.get(0)));
            return new Answer(
                    response.statusCode(),
                    received.getOrDefault("Content-Type", "").replaceFirst(";.*", ""),
                    received,
                    response.body());
        } catch (IOException e) {
            return new Answer(0, "", Map.of(), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Map<String, String> headers(String token) {
        return token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token);
    }
}
