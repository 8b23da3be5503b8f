package fr.cned.partenariats.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import fr.cned.partenariats.local.http.FreshToken;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Calls the gateway's public API as one client. */
public final class GatewayClient {

    /** After that time no other attempt starts. */
    private static final Duration RETRY_FOR = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofMillis(500);

    /** A conflict ends by waiting, too: the data do not conflict with one another, but events may be on their way. */
    private static final Set<Integer> PASSING = Set.of(409, 429, 502, 503, 504);

    private static final int NOT_FOUND = 404;

    private final JsonApi gateway;
    private final FreshToken token;
    private final Duration retryFor;

    /** @param newToken asks the identity provider for a token */
    public GatewayClient(URI gateway, Supplier<String> newToken) {
        this(gateway, newToken, RETRY_FOR);
    }

    GatewayClient(URI gateway, Supplier<String> newToken, Duration retryFor) {
        this.gateway = new JsonApi("The gateway", gateway);
        this.token = new FreshToken(newToken);
        this.retryFor = retryFor;
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
        return repeated(
                "GET " + path, () -> gateway.send("GET", token.get(), path, MissingNode.getInstance(), Map.of()));
    }

    /** Posts a request and fails when it is refused. */
    public JsonNode write(String path, JsonNode body, UUID idempotencyKey) {
        Map<String, String> headers = Map.of("Idempotency-Key", idempotencyKey.toString());
        return gateway.required(
                "POST", path, repeated("POST " + path, () -> gateway.send("POST", token.get(), path, body, headers)));
    }

    /** Posts a CSV file and fails when it is refused. */
    JsonNode writeCsv(String path, String csv, UUID idempotencyKey) {
        Map<String, String> headers = Map.of("Idempotency-Key", idempotencyKey.toString());
        return gateway.required(
                "POST",
                path,
                repeated("POST " + path, () -> gateway.postFile(token.get(), path, "text/csv", csv, headers)));
    }

    /** Repeats a request while its answer says that it may succeed later, or while there is no answer. */
    private JsonApi.Answer repeated(String what, Supplier<JsonApi.Answer> request) {
        long end = System.nanoTime() + retryFor.toNanos();
        while (true) {
            Duration pause = PAUSE;
            String last;
            try {
                JsonApi.Answer answer = request.get();
                if (!PASSING.contains(answer.status())) {
                    return answer;
                }
                last = "The last answer was %d: %s".formatted(answer.status(), answer.body());
                pause = Collections.max(List.of(PAUSE, answer.retryAfter()));
            } catch (PlatformFailure noAnswer) {
                if (!(noAnswer.getCause() instanceof IOException)) {
                    throw noAnswer;
                }
                last = String.valueOf(noAnswer.getMessage());
            }
            if (System.nanoTime() + pause.toNanos() > end
                    || Thread.currentThread().isInterrupted()) {
                throw new PlatformFailure("%s did not succeed within %d s. The machine may be overloaded. %s"
                        .formatted(what, retryFor.toSeconds(), last));
            }
            Await.quietly(() -> false, pause);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
