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
 */
record PartHealth(
        boolean up,
        List<String> failing,
        @Nullable String version,
        @Nullable String startedAt) {

    static final PartHealth SILENT = new PartHealth(false, List.of(), null, null);

    static final String VERSION = "version";
    static final String STARTED_AT = "startedAt";

    private static final int OK = 200;
    private static final String INSTANCE = "instance";

    /** Everybody reads the page: a check has a public name, or is shown as {@value #OTHER}. */
    private static final Map<String, String> PUBLIC_NAMES = Map.of(
            "Database connections health check", "database",
            "events read up to the start", "events");

    private static final String OTHER = "other";

    String status() {
        return up ? "UP" : "DOWN";
    }

    /** For a part whose answer is not read. */
    static PartHealth of(int status) {
        return new PartHealth(status == OK, List.of(), null, null);
    }

    /** Reads the answer of a service: names of checks, and the data of the check "instance". */
    static PartHealth of(int status, Buffer body) {
        List<String> failing = new ArrayList<>();
        JsonObject instance = new JsonObject();
        try {
            JsonArray checks = body.toJsonObject().getJsonArray("checks", new JsonArray());
            for (int i = 0; i < checks.size(); i++) {
                JsonObject check = checks.getJsonObject(i);
                if ("DOWN".equals(check.getString("status"))) {
                    failing.add(PUBLIC_NAMES.getOrDefault(check.getString("name", ""), OTHER));
                }
                if (INSTANCE.equals(check.getString("name"))) {
                    instance = check.getJsonObject("data", new JsonObject());
                }
            }
        } catch (DecodeException | ClassCastException notHealth) {
            return of(status);
        }
        return new PartHealth(status == OK, failing, instance.getString(VERSION), instance.getString(STARTED_AT));
    }

    /** @param since when this gateway first saw the status */
    JsonObject toJson(Instant since) {
        JsonObject json = new JsonObject().put("status", status()).put("since", since.toString());
        if (!failing.isEmpty()) {
            json.put("failing", new JsonArray(failing));
        }
        if (version != null) {
            json.put(VERSION, version);
        }
        if (startedAt != null) {
            json.put(STARTED_AT, startedAt);
        }
        return json;
    }
}
