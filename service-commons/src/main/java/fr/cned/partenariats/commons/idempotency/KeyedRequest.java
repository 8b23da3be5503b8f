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
import java.util.stream.Collectors;

/**
 * A request with an idempotency key.
 *
 * @param hash of the path and of the parsed parameters, so that white space in the body does not matter
 * @param namedIds the ids in path and parameters, by which {@link StoredAnswers} finds the answer
 */
public record KeyedRequest(KeyOwner owner, String key, byte[] hash, Set<UUID> namedIds) {

    /**
     * An id alone, as in the path, or in a field named {@code id} or {@code …Id}. Ids in free text would bloat the
     * index.
     */
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

    /** This request, which also names the objects with these ids, though not by id. */
    public KeyedRequest naming(Set<UUID> ids) {
        Set<UUID> all = new TreeSet<>(namedIds);
        all.addAll(ids);
        return new KeyedRequest(owner, key, hash, all);
    }

    /** The ids in this request and in the body of its answer, as an array of PostgreSQL. */
    String idsNamedWith(byte[] body) {
        Set<UUID> ids = new TreeSet<>(namedIds);
        ids.addAll(idsIn(body));
        return ids.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
    }

    private static List<UUID> idsIn(byte[] json) {
        return ID.matcher(new String(json, ISO_8859_1))
                .results()
                .map(match -> match.group(1))
                .map(UUID::fromString)
                .toList();
    }
}
