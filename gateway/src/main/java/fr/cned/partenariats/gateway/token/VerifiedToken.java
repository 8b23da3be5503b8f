package fr.cned.partenariats.gateway.token;

import org.jspecify.annotations.Nullable;

/**
 * The result of a successful token verification.
 *
 * @param caller the client and the subject, because many users may share one client
 */
public record VerifiedToken(String caller, long expiresAtSecond, long verifiedAtMillis) {

    private static final char SEPARATOR = '\n';

    static String caller(@Nullable String client, @Nullable String subject) {
        return client + SEPARATOR + subject;
    }

    boolean isExpired(long nowMillis) {
        return nowMillis >= expiresAtSecond * 1000;
    }
}
