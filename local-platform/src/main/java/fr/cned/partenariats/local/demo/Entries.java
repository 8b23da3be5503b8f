package fr.cned.partenariats.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Reads the entries of the data files and the views of the API. */
final class Entries {

    private Entries() {}

    /** An idempotency key that is the same at each attempt, so that an interrupted load can be repeated. */
    static UUID key(String what, String name) {
        return UUID.nameUUIDFromBytes(("demo " + what + " " + name).getBytes(StandardCharsets.UTF_8));
    }

    /** The first view of each identity; lists have the oldest first. */
    static Map<String, JsonNode> by(Function<JsonNode, String> identity, Iterable<JsonNode> views) {
        Map<String, JsonNode> byIdentity = new LinkedHashMap<>();
        views.forEach(view -> byIdentity.putIfAbsent(identity.apply(view), view));
        return byIdentity;
    }

    static Function<JsonNode, String> field(String field) {
        return view -> view.path(field).asText();
    }

    static boolean isIn(String state, JsonNode view) {
        return view.path("state").asText().equals(state);
    }

    static String id(JsonNode view) {
        return view.path("id").asText();
    }

    static String name(JsonNode entry) {
        return entry.path("name").asText();
    }
}
