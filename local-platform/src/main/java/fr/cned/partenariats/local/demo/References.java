package fr.cned.partenariats.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import fr.cned.partenariats.local.http.JsonApi;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The data files name each other's entries by {@code @name}; the platform knows them by ids. */
final class References {

    private static final String MARK = "@";

    private final Map<String, UUID> ids = new HashMap<>();

    void put(String name, JsonNode view) {
        ids.put(name, UUID.fromString(view.path("id").asText()));
    }

    UUID id(String name) {
        UUID id = ids.get(name);
        if (id == null) {
            throw new IllegalArgumentException("the demonstration data know no " + name);
        }
        return id;
    }

    /** A copy in which every {@code @name} is replaced by its id. */
    JsonNode resolve(JsonNode node) {
        if (node.isTextual() && node.asText().startsWith(MARK)) {
            return TextNode.valueOf(id(node.asText().substring(MARK.length())).toString());
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
