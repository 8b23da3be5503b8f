package fr.cned.partenariats.commons.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.JsonNodeDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;

/**
 * Reads a JSON tree. That of a request has at most {@code maxNodes} nodes: it stops at the first one beyond. The parser
 * limits the depth.
 */
class BoundedTree extends StdDeserializer<JsonNode> {

    private static final long serialVersionUID = 1;

    private static final JsonDeserializer<? extends JsonNode> TREE =
            JsonNodeDeserializer.getDeserializer(JsonNode.class);

    private final int maxNodes;

    BoundedTree(int maxNodes) {
        super(JsonNode.class);
        this.maxNodes = maxNodes;
    }

    @Override
    public JsonNode deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        return TREE.deserialize(BodyFaults.current() == null ? parser : new Counted(parser), context);
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

    private final class Counted extends JsonParserDelegate {

        private int nodes = 1;

        Counted(JsonParser parser) {
            super(parser);
        }

        @Override
        public JsonToken nextToken() throws IOException {
            JsonToken token = super.nextToken();
            if (token != null && (token.isScalarValue() || token.isStructStart()) && ++nodes > maxNodes) {
                throw new StreamConstraintsException("more than " + maxNodes + " nodes", currentLocation());
            }
            return token;
        }
    }
}
