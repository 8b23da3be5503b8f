package fr.cned.partenariats.gateway.token;

import org.jspecify.annotations.Nullable;

/**
 * What the gateway needs to know of a token that was found valid.
 *
 * @param caller the client and, since many persons may share one client, the subject
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
