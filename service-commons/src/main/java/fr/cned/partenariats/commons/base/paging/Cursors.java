package fr.cned.partenariats.commons.base.paging;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.INVALID_CURSOR;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import fr.cned.partenariats.commons.base.problem.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the sort key of the last row of a page as an opaque cursor. Its signature covers the sort key and the filters
 * of the list, so a changed cursor and a cursor of other filters are refused.
 */
public final class Cursors {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE_BYTES = 16;

    private static volatile @Nullable SecretKeySpec signingKey;

    private Cursors() {}

    static void signWith(byte[] key) {
        signingKey = new SecretKeySpec(key, ALGORITHM);
    }

    public static String encode(Object key, @Nullable Object... filters) {
        try {
            byte[] content = JSON.writeValueAsBytes(key);
            return encoded(ByteBuffer.allocate(content.length + SIGNATURE_BYTES)
                    .put(content)
                    .put(signature(content, filters))
                    .array());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a sort key must be plain data", e);
        }
    }

    public static <K> K decode(String cursor, Class<K> type, @Nullable Object... filters) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            int end = bytes.length - SIGNATURE_BYTES;
            // Base64 has several spellings of the same bytes.
            if (end <= 0 || !encoded(bytes).equals(cursor)) {
                throw Refusal.of(INVALID_CURSOR);
            }
            byte[] content = Arrays.copyOf(bytes, end);
            byte[] signature = Arrays.copyOfRange(bytes, end, bytes.length);
            if (!MessageDigest.isEqual(signature, signature(content, filters))) {
                throw Refusal.of(INVALID_CURSOR);
            }
            return JSON.readValue(content, type);
        } catch (IllegalArgumentException | IOException e) {
            throw Refusal.of(INVALID_CURSOR);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Covers the filters' text, because the hash code of an enum differs between processes. */
    private static byte[] signature(byte[] content, @Nullable Object... filters) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(Objects.requireNonNull(signingKey, "CursorKey has not read the key"));
            mac.update(content);
            for (@Nullable Object filter : filters) {
                mac.update((byte) 0);
                mac.update(textOf(filter).getBytes(UTF_8));
            }
            return Arrays.copyOf(mac.doFinal(), SIGNATURE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static String textOf(@Nullable Object filter) {
        try {
            return filter instanceof ListFilter ? JSON.writeValueAsString(filter) : Objects.toString(filter);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("query parameters must be plain data", e);
        }
    }
}
