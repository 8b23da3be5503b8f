package fr.cned.partenariats.commons.http.idempotency;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import fr.cned.partenariats.commons.base.Sha256;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A request with an idempotency key.
 *
 * @param hash of the path and of the parsed parameters, so that white space in the body does not matter
 * @param namedIds the ids in path and parameters, by which {@link StoredAnswers} finds the answer
 */
public record KeyedRequest(KeyOwner owner, String key, byte[] hash, Set<UUID> namedIds) {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}");
    private static final int ID_LENGTH = 36;
    private static final byte[] END_OF_NAME = "d\":".getBytes(ISO_8859_1);

    static KeyedRequest of(KeyOwner owner, String key, String path, List<byte[]> parameters) {
        MessageDigest digest = Sha256.digest();
        Set<UUID> ids = new TreeSet<>();
        digest.update(path.getBytes(UTF_8));
        for (byte[] parameter : parameters) {
            digest.update(parameter);
            ids.addAll(idsIn(parameter));
        }
        return new KeyedRequest(owner, key, digest.digest(), ids);
    }

    /** The ids in this request and in the body of its answer. */
    Set<UUID> idsNamedWith(byte[] body) {
        Set<UUID> ids = new TreeSet<>(namedIds);
        ids.addAll(idsIn(body));
        return ids;
    }

    /**
     * An id alone, as in the path, or in a field named {@code id} or {@code …Id}. Ids in free text would bloat the
     * index.
     */
    private static List<UUID> idsIn(byte[] json) {
        List<UUID> ids = new ArrayList<>();
        for (int quote = 0; quote + ID_LENGTH + 1 < json.length; quote++) {
            if (json[quote] == '"' && json[quote + ID_LENGTH + 1] == '"' && isAloneOrNamedId(json, quote)) {
                String text = new String(json, quote + 1, ID_LENGTH, ISO_8859_1);
                if (ID.matcher(text).matches()) {
                    ids.add(UUID.fromString(text));
                }
            }
        }
        return ids;
    }

    private static boolean isAloneOrNamedId(byte[] json, int quote) {
        int name = quote - END_OF_NAME.length;
        return quote == 0
                || (name > 0
                        && Arrays.equals(json, name, quote, END_OF_NAME, 0, END_OF_NAME.length)
                        && (json[name - 1] == 'i' || json[name - 1] == 'I'));
    }
}
