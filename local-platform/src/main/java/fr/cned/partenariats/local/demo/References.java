package fr.cned.partenariats.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import fr.cned.partenariats.local.http.JsonApi;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Resolves {@code @name} in the data files to the id of an entry or to a date. */
final class References {

    private static final String MARK = "@";
    private static final String ANY = "*";

    private final Map<String, String> values = new ConcurrentHashMap<>();

    void put(String name, JsonNode view) {
        define(name, view.path("id").asText());
    }

    void define(String name, String value) {
        values.put(name, value);
    }

    UUID id(String name) {
        return UUID.fromString(value(name));
    }

    Optional<UUID> find(String name) {
        return Optional.ofNullable(values.get(name)).map(UUID::fromString);
    }

    /** Every name and its value. */
    Map<String, String> all() {
        return Map.copyOf(values);
    }

    void forgetAll() {
        values.clear();
    }

    private String value(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The demonstration data have no entry " + name + ".");
        }
        return value;
    }

    /** The names that match a pattern, sorted. A {@code *} at the end of the pattern stands for any text. */
    List<String> matching(String pattern) {
        if (!pattern.endsWith(ANY)) {
            return List.of(pattern);
        }
        String beginning = pattern.substring(0, pattern.length() - ANY.length());
        List<String> names = values.keySet().stream()
                .filter(name -> name.startsWith(beginning))
                .sorted()
                .toList();
        if (names.isEmpty()) {
            throw new IllegalArgumentException("The demonstration data have no entry like " + pattern + ".");
        }
        return names;
    }

    /** Returns a copy in which every {@code @name} is replaced by its value. */
    JsonNode resolve(JsonNode node) {
        if (node.isTextual() && node.asText().startsWith(MARK)) {
            return TextNode.valueOf(value(node.asText().substring(MARK.length())));
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonApi.JSON.createObjectNode();
            object.properties().forEach(field -> copy.set(field.getKey(), resolve(field.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonApi.JSON.createArrayNode();
            array.forEach(element -> copy.add(resolve(element)));
            return copy;
        }
        return node;
    }
}
