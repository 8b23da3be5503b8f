package fr.cned.partenariats.gateway.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import fr.cned.partenariats.gateway.GatewayConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Tokens found valid a short while ago, so that a client that sends many requests pays for one signature
 * check. Only valid ones: remembering refusals would let anybody fill the cache. A token stays here longer than
 * it is trusted: when it is verified again, its caller is not limited like an unknown one.
 */
@Singleton
class VerifiedTokens {

    private static final int KEPT_TIMES_THE_TTL = 10;

    private final Cache<TokenDigest, VerifiedToken> tokens;
    private final long ttlMillis;
    private final Clock clock;

    VerifiedTokens(GatewayConfig config, Clock clock, MeterRegistry registry) {
        this.clock = clock;
        this.ttlMillis = config.tokenCache().ttl().toMillis();
        this.tokens = Caffeine.newBuilder()
                .maximumSize(config.tokenCache().maxEntries())
                .expireAfterWrite(config.tokenCache().ttl().multipliedBy(KEPT_TIMES_THE_TTL))
                .executor(Runnable::run)
                .build();
        Gauge.builder("gateway.tokens.remembered", tokens, Cache::estimatedSize).register(registry);
    }

    @Nullable
    VerifiedToken find(TokenDigest digest) {
        return tokens.getIfPresent(digest);
    }

    boolean isExpired(VerifiedToken token) {
        return token.isExpired(clock.millis());
    }

    /** Whether the token need not be verified again. */
    boolean isTrusted(VerifiedToken token) {
        long now = clock.millis();
        return !token.isExpired(now) && now - token.verifiedAtMillis() < ttlMillis;
    }

    void remember(TokenDigest digest, VerifiedToken token) {
        tokens.put(digest, token);
    }

    void forgetAll() {
        tokens.invalidateAll();
    }
}
