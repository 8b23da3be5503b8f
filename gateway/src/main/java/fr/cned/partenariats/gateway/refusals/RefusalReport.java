package fr.cned.partenariats.gateway.refusals;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Counts of requests to register that the gateway refused.
 *
 * @param id enrollment-service counts a report with a known id no second time
 */
record RefusalReport(UUID id, Map<Key, Long> counts) {

    /**
     * @param hour enrollment-service finds the day of it
     * @param partnerId null for a token without a partner
     */
    record Key(Instant hour, String client, @Nullable String partnerId, String code) {}

    Buffer toJson() {
        JsonArray entries = new JsonArray();
        counts.forEach((key, count) -> entries.add(new JsonObject()
                .put("hour", key.hour().toString())
                .put("client", key.client())
                .put("partnerId", key.partnerId())
                .put("code", key.code())
                .put("attempts", count)));
        return new JsonObject().put("id", id.toString()).put("counts", entries).toBuffer();
    }
}
