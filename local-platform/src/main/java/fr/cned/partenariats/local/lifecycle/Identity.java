package fr.cned.partenariats.local.lifecycle;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * Says whether a process that an earlier launcher has started is the process that this launcher would start: the same
 * build, ports, data and credentials.
 */
public interface Identity {

    /** The identity of a process that no launcher takes over. */
    Identity NONE = of(() -> "");

    /** The identity of a process that starts now. */
    String current();

    /** Whether the identity of a process that runs, as the ledger has it, is the current one. */
    default boolean matches(String recorded) {
        return !recorded.isEmpty() && recorded.equals(current());
    }

    /** Tells that this launcher has taken over a process whose recorded identity matched. */
    default void adopted(String recorded) {}

    static Identity of(Supplier<String> current) {
        return current::get;
    }

    /** A digest, because the parts contain passwords. */
    static String digest(Object... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (Object part : parts) {
                sha256.update(String.valueOf(part).getBytes(StandardCharsets.UTF_8));
                sha256.update((byte) 0);
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
