package fr.cned.partenariats.commons.token;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** The SHA-256 digest of a token. The cache holds digests, so that a memory dump contains no usable token. */
record TokenDigest(long first, long second, long third, long fourth) {

    private static final String KEY = TokenDigest.class.getName();
    private static final String SCHEME = "Bearer ";

    static TokenDigest of(String token) {
        ByteBuffer digest = ByteBuffer.wrap(sha256().digest(token.getBytes(StandardCharsets.ISO_8859_1)));
        return new TokenDigest(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
    }

    /** Computes it once per request. Null without a bearer token. */
    static @Nullable TokenDigest of(RoutingContext context) {
        TokenDigest known = context.get(KEY);
        if (known != null) {
            return known;
        }
        @Nullable String header = context.request().headers().get(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        TokenDigest digest = of(header.substring(SCHEME.length()));
        context.put(KEY, digest);
        return digest;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
