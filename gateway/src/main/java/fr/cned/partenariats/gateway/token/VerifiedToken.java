package fr.cned.partenariats.gateway.token;

/** What the gateway needs to know of a token that was found valid. */
public record VerifiedToken(String client, long expiresAtSecond) {

    boolean isExpired(long nowMillis) {
        return nowMillis >= expiresAtSecond * 1000;
    }
}
