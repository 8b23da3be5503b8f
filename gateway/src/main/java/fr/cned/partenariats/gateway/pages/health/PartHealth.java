package fr.cned.partenariats.gateway.pages.health;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a part answers about itself.
 *
 * @param failing the public names of the checks that are down
 * @param version null when the part does not tell it
 * @param startedAt null when the part does not tell it
 * @param postgresql the status of its database; null when the part does not tell it
 * @param waitingEvents the number of changes whose event Kafka has not confirmed; null when the part does not tell it
 */
record PartHealth(
        boolean up,
        List<String> failing,
        @Nullable String version,
        @Nullable String startedAt,
        @Nullable String postgresql,
        @Nullable Long waitingEvents) {

    static final PartHealth SILENT = new PartHealth(false, List.of(), null, null, null, null);

    /** What only operations staff see. */
    static final List<String> INTERNAL = List.of("version", "startedAt", "postgresql", "waitingEvents");

    private static final String DATABASE = "Database connections health check";
    private static final String RELAY = "relay";

    private static final int OK = 200;
    private static final String INSTANCE = "instance";

    /** Everybody reads the page: a check has a public name, or is shown as {@value #OTHER}. */
    private static final Map<String, String> PUBLIC_NAMES =
            Map.of(DATABASE, "database", "events read up to the start", "events");

    private static final String OTHER = "other";

    String status() {
        return up ? "UP" : "DOWN";
    }

    /** For a part whose answer is not read. */
    static PartHealth of(int status) {
        return new PartHealth(status == OK, List.of(), null, null, null, null);
    }

    /** Reads the answer of a service: names of checks, and the data of the checks "instance" and "relay". */
    static PartHealth of(int status, Buffer body) {
        List<String> failing = new ArrayList<>();
        JsonObject instance = new JsonObject();
        String postgresql = null;
        Long waitingEvents = null;
        try {
            JsonArray checks = body.toJsonObject().getJsonArray("checks", new JsonArray());
            for (int i = 0; i < checks.size(); i++) {
                JsonObject check = checks.getJsonObject(i);
                if ("DOWN".equals(check.getString("status"))) {
                    failing.add(PUBLIC_NAMES.getOrDefault(check.getString("name", ""), OTHER));
                }
                JsonObject data = check.getJsonObject("data", new JsonObject());
                switch (check.getString("name", "")) {
                    case INSTANCE -> instance = data;
                    case DATABASE -> postgresql = check.getString("status");
                    case RELAY -> waitingEvents = data.getLong("waiting");
                    default -> {
                        // the name is shown above, when it fails
                    }
                }
            }
        } catch (DecodeException | ClassCastException notHealth) {
            return of(status);
        }
        return new PartHealth(
                status == OK,
                failing,
                instance.getString("version"),
                instance.getString("startedAt"),
                postgresql,
                waitingEvents);
    }

    /** @param since when this gateway first saw the status */
    JsonObject toJson(Instant since) {
        JsonObject json = new JsonObject().put("status", status()).put("since", since.toString());
        if (!failing.isEmpty()) {
            json.put("failing", new JsonArray(failing));
        }
        putIfKnown(json, "version", version);
        putIfKnown(json, "startedAt", startedAt);
        putIfKnown(json, "postgresql", postgresql);
        putIfKnown(json, "waitingEvents", waitingEvents);
        return json;
    }

    private static void putIfKnown(JsonObject json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
