package fr.cned.partenariats.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sends HTTP requests to the gateway, or directly to a service. */
final class ApiClient {

    private static final Duration RETRY_TIMEOUT = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(30))
            .build();
    private final URI server;

    ApiClient(URI server) {
        this.server = server;
    }

    /** @param status 0 if there was no response */
    record Response(int status, String contentType, Map<String, String> headers, String text) {

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

        /** Whether the client may send the same request again. */
        boolean isTemporary() {
            return status == 0
                    || status >= 500
                    || (status == 409 && (code().equals("request-in-progress") || code().equals("concurrent-change")));
        }

        boolean isSuccess() {
            return status >= 200 && status < 300;
        }
    }

    Response get(String token, String path) {
        return send("GET", path, "", headers(token));
    }

    Response post(String token, String path, String json) {
        return post(token, path, json, UUID.randomUUID().toString());
    }

    Response post(String token, String path, String json, String key) {
        Map<String, String> headers = new HashMap<>(headers(token));
        headers.put("Idempotency-Key", key);
        headers.put("Content-Type", "application/json");
        return send("POST", path, json, headers);
    }

    /** Posts rows of JSON as a file, one a line. */
    Response postRows(String token, String path, String... rows) {
        Map<String, String> headers = new HashMap<>(headers(token));
        headers.put("Idempotency-Key", UUID.randomUUID().toString());
        headers.put("Content-Type", "application/x-ndjson");
        String file = Stream.of(rows).map(row -> row.replace('\n', ' ')).collect(Collectors.joining("\n"));
        return send("POST", path, file, headers);
    }

    /** Sends a merge patch for the current revision. */
    Response patch(String token, String path, String changes) {
        Map<String, String> headers = new HashMap<>(headers(token));
        headers.put("If-Match", get(token, path).headers().get("ETag"));
        headers.put("Content-Type", "application/merge-patch+json");
        return send("PATCH", path, changes, headers);
    }

    /** Repeats the request with the same idempotency key until it gets a final response. */
    Response postWithRetries(String token, String path, String json) {
        String key = UUID.randomUUID().toString();
        long end = System.nanoTime() + RETRY_TIMEOUT.toNanos();
        Response response = post(token, path, json, key);
        while (response.isTemporary() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            response = post(token, path, json, key);
        }
        return response;
    }

    /** Posts with retries, and throws if the response is not a success. */
    Response postSuccessfully(String token, String path, String json) {
        Response response = postWithRetries(token, path, json);
        if (!response.isSuccess()) {
            throw new AssertionError("POST " + path + ": " + response);
        }
        return response;
    }

    /** Like {@link #postSuccessfully}, and returns the id of the created resource. */
    String create(String token, String path, String json) {
        return postSuccessfully(token, path, json).id();
    }

    Response send(String method, String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body, UTF_8));
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
            Map<String, String> received = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            response.headers().map().forEach((name, values) -> received.put(name, values.get(0)));
            return new Response(
                    response.statusCode(),
                    received.getOrDefault("Content-Type", "").replaceFirst(";.*", ""),
                    received,
                    response.body());
        } catch (IOException e) {
            return new Response(0, "", Map.of(), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Reads a body that is no text. */
    HttpResponse<byte[]> download(String path, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(60));
        headers.forEach(request::header);
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Map<String, String> headers(String token) {
        return token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token);
    }
}
