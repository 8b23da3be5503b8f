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
 * check. Only valid ones: remembering refusals would let anybody fill the cache.
 */
@Singleton
class VerifiedTokens {

    private final Cache<TokenDigest, VerifiedToken> tokens;
    private final Clock clock;

    VerifiedTokens(GatewayConfig config, Clock clock, MeterRegistry registry) {
        this.clock = clock;
        this.tokens = Caffeine.newBuilder()
                .maximumSize(config.tokenCache().maxEntries())
                .expireAfterWrite(config.tokenCache().ttl())
                .executor(Runnable::run)
                .build();
        Gauge.builder("gateway.tokens.remembered", tokens, Cache::estimatedSize).register(registry);
    }

    @Nullable
    VerifiedToken find(TokenDigest digest) {
        VerifiedToken token = tokens.getIfPresent(digest);
        return token == null || token.isExpired(clock.millis()) ? null : token;
    }

    void remember(TokenDigest digest, VerifiedToken token) {
        tokens.put(digest, token);
    }

    void forgetAll() {
        tokens.invalidateAll();
    }
}
