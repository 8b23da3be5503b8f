package fr.cned.partenariats.commons.security.token;

import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** The SHA-256 digest of a token. The cache holds digests, so that a memory dump contains no usable token. */
record TokenDigest(long first, long second, long third, long fourth) {

    private static final String SCHEME = "Bearer ";

    /** One instance per thread: the lookup of the algorithm costs as much as the digest. */
    private static final FastThreadLocal<MessageDigest> SHA_256 = new FastThreadLocal<>() {
        @Override
        protected MessageDigest initialValue() throws NoSuchAlgorithmException {
            return MessageDigest.getInstance("SHA-256");
        }
    };

    static TokenDigest of(String token) {
        ByteBuffer digest = ByteBuffer.wrap(SHA_256.get().digest(token.getBytes(StandardCharsets.ISO_8859_1)));
        return new TokenDigest(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
    }

    /** The digest of the bearer token. Null without one. */
    static @Nullable TokenDigest of(RoutingContext context) {
        @Nullable String header = context.request().headers().get(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? of(header.substring(SCHEME.length()))
                : null;
    }
}
