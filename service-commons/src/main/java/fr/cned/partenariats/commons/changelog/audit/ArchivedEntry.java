package fr.cned.partenariats.commons.changelog.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fr.cned.partenariats.commons.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry with its seal, as one line of an archive file.
 *
 * @param hash hexadecimal
 * @param at UTC with microseconds, because the hash has this text
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ArchivedEntry(
        long position,
        String hash,
        long id,
        String at,
        String client,
        String subject,
        List<String> roles,
        @Nullable String tenant,
        String operation,
        String objectType,
        @Nullable String objectId,
        @Nullable Long revisionBefore,
        @Nullable Long revisionAfter,
        List<String> changedFields,
        @Nullable String traceId) {

    private static final JsonMapper JSON =
            JsonMapper.builder().disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE).build();

    ArchivedEntry {
        List.of(hash, at, client, subject, operation, objectType); // none is null
        roles = List.copyOf(roles);
        changedFields = List.copyOf(changedFields);
    }

    /** The same as the database function {@code audit_hash}, in hexadecimal. */
    String hashAfter(String previous) {
        MessageDigest digest = Sha256.digest();
        digest.update(HexFormat.of().parseHex(previous));
        for (@Nullable
        Object value : new @Nullable Object[] {
            position,
            id,
            at,
            client,
            subject,
            jsonArray(roles),
            tenant,
            operation,
            objectType,
            objectId,
            revisionBefore,
            revisionAfter,
            jsonArray(changedFields),
            traceId
        }) {
            digest.update(withLength(value));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] withLength(@Nullable Object value) {
        if (value == null) {
            return new byte[] {'-'};
        }
        String text = value.toString();
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        return (length + ":" + text).getBytes(StandardCharsets.UTF_8);
    }

    /** The text of PostgreSQL's {@code array_to_json}. */
    private static String jsonArray(List<String> values) {
        try {
            return JSON.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are JSON", e);
        }
    }
}
