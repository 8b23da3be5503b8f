package fr.cned.partenariats.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import fr.cned.partenariats.local.http.FreshToken;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.lifecycle.Await;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Calls the gateway's public API as one client. Repeats what may be repeated ({@link Retries}) for two minutes. */
public final class GatewayClient {

    private static final Duration RETRY_FOR = Duration.ofMinutes(2);
    private static final int NOT_FOUND = 404;

    private final Retries retries =
            new Retries(RETRY_FOR, System::nanoTime, pause -> Await.quietly(() -> false, pause));
    private final JsonApi gateway;
    private final FreshToken token;

    /** @param newToken asks the identity provider for a token */
    public GatewayClient(URI gateway, Supplier<String> newToken) {
        this.gateway = new JsonApi("The gateway", gateway);
        this.token = new FreshToken(newToken);
    }

    /** Reads all pages of a list. */
    List<JsonNode> list(String path) {
        List<JsonNode> items = new ArrayList<>();
        String next = "";
        do {
            String separator = path.contains("?") ? "&" : "?";
            JsonNode page = get(path + separator + "limit=100" + (next.isEmpty() ? "" : "&cursor=" + encoded(next)));
            page.path("items").forEach(items::add);
            next = page.path("next").asText("");
        } while (!next.isEmpty());
        return items;
    }

    JsonNode get(String path) {
        return gateway.required("GET", path, read(path));
    }

    /** Whether the API has the object; 404 is the answer if not. */
    boolean exists(String path) {
        JsonApi.Answer answer = read(path);
        return answer.status() != NOT_FOUND
                && !gateway.required("GET", path, answer).isMissingNode();
    }

    private JsonApi.Answer read(String path) {
        return retries.run(
                "GET " + path, () -> gateway.send("GET", token.get(), path, MissingNode.getInstance(), Map.of()));
    }

    JsonApi.Answer post(String path, JsonNode body, UUID idempotencyKey) {
        return retries.run(
                "POST " + path,
                () -> gateway.send(
                        "POST", token.get(), path, body, Map.of("Idempotency-Key", idempotencyKey.toString())));
    }

    /** Posts rows of JSON as a file. */
    JsonApi.Answer postFile(String path, List<JsonNode> rows, UUID idempotencyKey) {
        return retries.run(
                "POST " + path,
                () -> gateway.postFile(token.get(), path, rows, Map.of("Idempotency-Key", idempotencyKey.toString())));
    }

    /** Posts a request and fails when it is refused. */
    JsonNode write(String path, JsonNode body, UUID idempotencyKey) {
        return gateway.required("POST", path, post(path, body, idempotencyKey));
    }

    JsonNode required(String path, JsonApi.Answer answer) {
        return gateway.required("POST", path, answer);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
