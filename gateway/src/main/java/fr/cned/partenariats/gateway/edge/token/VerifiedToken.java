package fr.cned.partenariats.gateway.edge.token;

import org.jspecify.annotations.Nullable;

/**
 * The result of a successful token verification.
 *
 * @param caller the key of the caller's limits: the client, or a person of a client that many people share
 * @param client the client (claim {@code azp})
 * @param partnerId the claim {@code partner_id}; null without one
 */
public record VerifiedToken(
        String caller,
        boolean isPerson,
        String client,
        @Nullable String partnerId,
        long expiresAtSecond,
        long verifiedAtMillis) {

    private static final char SEPARATOR = '\n';

    static VerifiedToken ofClient(
            String client, @Nullable String partnerId, long expiresAtSecond, long verifiedAtMillis) {
        return new VerifiedToken(client, false, client, partnerId, expiresAtSecond, verifiedAtMillis);
    }

    static VerifiedToken ofPerson(
            String client, String subject, @Nullable String partnerId, long expiresAtSecond, long verifiedAtMillis) {
        return new VerifiedToken(
                client + SEPARATOR + subject, true, client, partnerId, expiresAtSecond, verifiedAtMillis);
    }

    /** The key of the limits that all clients and persons of a partner share. No client id begins with a line break. */
    public @Nullable String partnerKey() {
        return partnerId == null ? null : SEPARATOR + partnerId;
    }

    public static boolean isPartnerKey(String key) {
        return key.indexOf(SEPARATOR) == 0;
    }

    /** The key of the partner, or of a caller without a partner. */
    public String owner() {
        String partner = partnerKey();
        return partner == null ? caller : partner;
    }

    boolean isExpired(long nowMillis) {
        return nowMillis >= expiresAtSecond * 1000;
    }
}
