package fr.cned.partenariats.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.process.Await;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** The gateway's public API in the name of one client. Waits and repeats while a service is not there yet. */
public final class GatewayClient {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final JsonApi gateway;
    private final String token;

    public GatewayClient(URI gateway, String token) {
        this.gateway = new JsonApi("The gateway", gateway);
        this.token = token;
    }

    /** All pages of a list. */
    List<JsonNode> list(String path) {
        List<JsonNode> items = new ArrayList<>();
        String next = "";
        do {
            String separator = path.contains("?") ? "&" : "?";
            String page = path + separator + "limit=100" + (next.isEmpty() ? "" : "&cursor=" + encoded(next));
            JsonNode answer = gateway.required(
                    "GET",
                    page,
                    patiently(() -> gateway.send("GET", token, page, MissingNode.getInstance(), Map.of())));
            answer.path("items").forEach(items::add);
            next = answer.path("next").asText("");
        } while (!next.isEmpty());
        return items;
    }

    JsonApi.Answer post(String path, JsonNode body, UUID idempotencyKey) {
        return patiently(
                () -> gateway.send("POST", token, path, body, Map.of("Idempotency-Key", idempotencyKey.toString())));
    }

    JsonNode required(String path, JsonApi.Answer answer) {
        return gateway.required("POST", path, answer);
    }

    private static JsonApi.Answer patiently(Supplier<JsonApi.Answer> request) {
        JsonApi.Answer answer = request.get();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (answer.isTransient() && System.nanoTime() < end) {
            Await.quietly(() -> false, PAUSE);
            answer = request.get();
        }
        return answer;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
