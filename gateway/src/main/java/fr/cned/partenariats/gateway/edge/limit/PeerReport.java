package fr.cned.partenariats.gateway.edge.limit;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests that a gateway accepted since its last report, by caller.
 *
 * @param gateway the id of the process, so that a gateway recognises its own report
 */
record PeerReport(String gateway, Map<String, Long> accepted) {

    private static final String GATEWAY = "gateway";
    private static final String ACCEPTED = "accepted";

    Buffer toJson() {
        JsonObject counts = new JsonObject();
        accepted.forEach(counts::put);
        return new JsonObject().put(GATEWAY, gateway).put(ACCEPTED, counts).toBuffer();
    }

    /** Fails with {@link DecodeException} if the body is no report. */
    static PeerReport ofJson(@Nullable Buffer body) {
        JsonObject json = body == null ? new JsonObject() : new JsonObject(body);
        if (!(json.getValue(GATEWAY) instanceof String gateway)
                || !(json.getValue(ACCEPTED) instanceof JsonObject counts)) {
            throw new DecodeException("The report has no gateway or no counts");
        }
        Map<String, Long> accepted = new HashMap<>();
        for (Map.Entry<String, Object> count : counts) {
            if (!(count.getValue() instanceof Number number) || number.longValue() < 1) {
                throw new DecodeException("A count is no positive number");
            }
            accepted.put(count.getKey(), number.longValue());
        }
        return new PeerReport(gateway, accepted);
    }
}
