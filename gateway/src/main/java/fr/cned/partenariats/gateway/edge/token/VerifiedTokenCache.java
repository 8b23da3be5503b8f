package fr.cned.partenariats.gateway.edge.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import fr.cned.partenariats.gateway.GatewayConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Caches verified tokens, so that a token's signature is not checked on every request. Invalid tokens are not cached:
 * an attacker could fill the cache with them. An entry outlives its freshness, so that the caller of a token that must
 * be verified again is not limited like an unknown caller.
 */
@Singleton
class VerifiedTokenCache {

    private static final int KEPT_TTLS = 10;

    private final Cache<TokenDigest, VerifiedToken> tokens;
    private final long ttlMillis;
    private final Clock clock;

    VerifiedTokenCache(GatewayConfig config, Clock clock, MeterRegistry registry) {
        this.clock = clock;
        this.ttlMillis = config.tokenCache().ttl().toMillis();
        this.tokens = Caffeine.newBuilder()
                .maximumSize(config.tokenCache().maxEntries())
                .expireAfterWrite(config.tokenCache().ttl().multipliedBy(KEPT_TTLS))
                .executor(Runnable::run)
                .build();
        Gauge.builder("gateway.tokens.remembered", tokens, Cache::estimatedSize)
                .description("Verified tokens in memory")
                .register(registry);
    }

    @Nullable
    VerifiedToken find(TokenDigest digest) {
        return tokens.getIfPresent(digest);
    }

    boolean isExpired(VerifiedToken token) {
        return token.isExpired(clock.millis());
    }

    /** Whether the last verification is recent enough to skip the next one. */
    boolean isFresh(VerifiedToken token) {
        long now = clock.millis();
        return !token.isExpired(now) && now - token.verifiedAtMillis() < ttlMillis;
    }

    void put(TokenDigest digest, VerifiedToken token) {
        tokens.put(digest, token);
    }

    void clear() {
        tokens.invalidateAll();
    }
}
