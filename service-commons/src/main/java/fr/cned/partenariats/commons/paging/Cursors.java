package fr.cned.partenariats.commons.paging;

import static fr.cned.partenariats.commons.problem.CommonProblem.INVALID_CURSOR;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import fr.cned.partenariats.commons.problem.Refusal;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the sort key of the last row of a page as an opaque cursor, bound to the filters of the list. Not signed: a
 * forged cursor can only name another position in the same list.
 */
public final class Cursors {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private Cursors() {}

    public static String encode(Object key, @Nullable Object... filters) {
        ObjectNode node = JSON.createObjectNode();
        node.set("k", JSON.valueToTree(key));
        node.put("f", fingerprint(filters));
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a sort key must be plain data", e);
        }
    }

    public static <K> K decode(String cursor, Class<K> type, @Nullable Object... filters) {
        try {
            JsonNode node = JSON.readTree(Base64.getUrlDecoder().decode(cursor));
            if (node == null
                    || node.toString().contains("\\u0000") // PostgreSQL text cannot contain NUL
                    || node.path("f").asInt() != fingerprint(filters)
                    || !node.path("f").isInt()) {
                throw Refusal.of(INVALID_CURSOR);
            }
            K key = JSON.treeToValue(node.path("k"), type);
            if (key == null) {
                throw Refusal.of(INVALID_CURSOR);
            }
            return key;
        } catch (IllegalArgumentException | IOException e) {
            throw Refusal.of(INVALID_CURSOR);
        }
    }

    /** Uses the filters' text, because the hash code of an enum differs between processes. */
    private static int fingerprint(@Nullable Object... filters) {
        return Arrays.stream(filters).map(Objects::toString).toList().hashCode();
    }
}
