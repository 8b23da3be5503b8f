package fr.cned.partenariats.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** What is common to the loading of each kind: names, ids, and what is there already. */
final class Entries {

    private Entries() {}

    /** The same at each attempt, so that an interrupted load can be repeated. */
    static UUID key(String what, String name) {
        return UUID.nameUUIDFromBytes(("demo " + what + " " + name).getBytes(StandardCharsets.UTF_8));
    }

    /** The oldest view of each identity. */
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
