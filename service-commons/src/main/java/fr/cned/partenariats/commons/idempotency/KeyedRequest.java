package fr.cned.partenariats.commons.idempotency;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A request that came with a key.
 *
 * @param hash of the operation's address and of what was read from the body, so that white space does not matter
 * @param namedIds the ids in both, by which the answer is found again
 */
record KeyedRequest(KeyOwner owner, String key, byte[] hash, Set<UUID> namedIds) {

    /** Alone, as in the path, or in a field that is named so: ids in free text would make the index as big as it. */
    private static final Pattern ID =
            Pattern.compile("(?:\\A|[iI]d\":)\"([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\"");

    static KeyedRequest of(KeyOwner owner, String key, String path, List<byte[]> parameters) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Set<UUID> ids = new TreeSet<>();
            digest.update(path.getBytes(UTF_8));
            for (byte[] parameter : parameters) {
                digest.update(parameter);
                ids.addAll(idsIn(parameter));
            }
            return new KeyedRequest(owner, key, digest.digest(), ids);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** By which an answer is found again: everything that this request or the body names. */
    UUID[] idsNamedWith(byte[] body) {
        Set<UUID> ids = new TreeSet<>(namedIds);
        ids.addAll(idsIn(body));
        return ids.toArray(UUID[]::new);
    }

    private static List<UUID> idsIn(byte[] json) {
        return ID.matcher(new String(json, ISO_8859_1))
                .results()
                .map(match -> match.group(1))
                .map(UUID::fromString)
                .toList();
    }
}
