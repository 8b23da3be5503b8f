package fr.cned.partenariats.commons.security.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the identity of verified tokens, so that a signature is not checked on every request. An expired token is
 * never found: the full verification decides about it, with its tolerance. Invalid tokens are not kept: an attacker
 * could fill the memory with them.
 */
@Singleton
public class VerifiedTokens {

    private record Verified(SecurityIdentity identity, long expiresAtMillis) {}

    private final Cache<TokenDigest, Verified> tokens;
    private final Clock clock;

    /** Counts changes of the signing keys. A token that was verified before a change is not kept after it. */
    private final AtomicLong keyChanges = new AtomicLong();

    private final AtomicLong verifications = new AtomicLong();

    /** The wall clock, which also the verification uses; tests replace the platform's clock. */
    @Inject
    VerifiedTokens(
            @ConfigProperty(name = "commons.tokens.ttl") Duration ttl,
            @ConfigProperty(name = "commons.tokens.max-entries") long maxEntries,
            MeterRegistry metrics) {
        this(ttl, maxEntries, Clock.systemUTC(), Ticker.systemTicker());
        Gauge.builder("tokens.remembered", tokens, Cache::estimatedSize)
                .description("Verified tokens in memory")
                .register(metrics);
        FunctionCounter.builder("tokens.verified", verifications, AtomicLong::get)
                .description("Verifications of tokens that were not in memory")
                .register(metrics);
    }

    VerifiedTokens(Duration ttl, long maxEntries, Clock clock, Ticker ticker) {
        this.clock = clock;
        this.tokens = Caffeine.newBuilder()
                .maximumSize(maxEntries)
                .expireAfterWrite(ttl)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** The identity of the request's bearer token; null when this instance has not verified it recently. */
    public @Nullable SecurityIdentity find(RoutingContext request) {
        TokenDigest digest = TokenDigest.of(request);
        return digest == null ? null : find(digest);
    }

    @Nullable
    SecurityIdentity find(TokenDigest digest) {
        Verified known = tokens.getIfPresent(digest);
        return known == null || clock.millis() >= known.expiresAtMillis() ? null : known.identity();
    }

    /** For {@link #put}: read it before the verification begins. */
    long keyChanges() {
        return keyChanges.get();
    }

    void put(TokenDigest digest, SecurityIdentity identity, long expiresAtMillis, long keyChangesBefore) {
        verifications.incrementAndGet();
        tokens.put(digest, new Verified(identity, expiresAtMillis));
        if (keyChanges.get() != keyChangesBefore) {
            tokens.invalidate(digest);
        }
    }

    void clear() {
        keyChanges.incrementAndGet();
        tokens.invalidateAll();
    }

    long size() {
        tokens.cleanUp();
        return tokens.estimatedSize();
    }
}
