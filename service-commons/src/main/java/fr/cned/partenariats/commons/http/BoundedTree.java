package fr.cned.partenariats.commons.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * Reads a JSON tree of at most {@code maxNodes} nodes and keeps the exact decimal value of numbers. Jackson's own
 * deserializer has no limit and reads 1e-400 as 0. The parser limits the depth.
 */
class BoundedTree extends StdDeserializer<JsonNode> {

    private static final long serialVersionUID = 1;

    private final int maxNodes;

    BoundedTree(int maxNodes) {
        super(JsonNode.class);
        this.maxNodes = maxNodes;
    }

    @Override
    public JsonNode deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        return new Reading(parser, context.getNodeFactory()).node();
    }

    @Override
    public JsonNode getNullValue(DeserializationContext context) {
        return context.getNodeFactory().nullNode();
    }

    @Override
    @SuppressWarnings("NullAway") // Jackson expects null for an absent field
    public Object getAbsentValue(DeserializationContext context) {
        return null;
    }

    private final class Reading {

        private final JsonParser parser;
        private final JsonNodeFactory nodes;
        private int count;

        Reading(JsonParser parser, JsonNodeFactory nodes) {
            this.parser = parser;
            this.nodes = nodes;
        }

        JsonNode node() throws IOException {
            if (++count > maxNodes) {
                throw new StreamConstraintsException("more than " + maxNodes + " nodes", parser.currentLocation());
            }
            return switch (parser.currentToken()) {
                case START_OBJECT -> object();
                case START_ARRAY -> array();
                case VALUE_STRING -> nodes.textNode(parser.getText());
                case VALUE_NUMBER_INT -> integer();
                case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDecimalValue());
                case VALUE_TRUE -> nodes.booleanNode(true);
                case VALUE_FALSE -> nodes.booleanNode(false);
                case VALUE_NULL -> nodes.nullNode();
                default -> nodes.pojoNode(parser.getEmbeddedObject());
            };
        }

        private ObjectNode object() throws IOException {
            ObjectNode object = nodes.objectNode();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                object.set(name, node());
            }
            return object;
        }

        private ArrayNode array() throws IOException {
            ArrayNode array = nodes.arrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                array.add(node());
            }
            return array;
        }

        private JsonNode integer() throws IOException {
            return switch (parser.getNumberType()) {
                case INT -> nodes.numberNode(parser.getIntValue());
                case LONG -> nodes.numberNode(parser.getLongValue());
                default -> nodes.numberNode(parser.getBigIntegerValue());
            };
        }
    }
}
