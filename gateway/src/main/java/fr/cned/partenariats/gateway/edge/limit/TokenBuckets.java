package fr.cned.partenariats.gateway.edge.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/** Holds one token bucket per key. The map is bounded and evicts the least used key. */
final class TokenBuckets {

    static final int MAX_KEYS = 10_000;

    private final Cache<String, Bucket> buckets;
    private final int perSecond;
    private final int burst;
    private final TimeMeter time;

    TokenBuckets(int perSecond, int burst) {
        this(perSecond, burst, MAX_KEYS, TimeMeter.SYSTEM_MILLISECONDS);
    }

    TokenBuckets(int perSecond, int burst, int maxKeys, TimeMeter time) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.time = time;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(maxKeys)
                .executor(Runnable::run)
                .build();
    }

    Bucket bucket(String key) {
        return buckets.get(key, unseen -> newBucket());
    }

    /**
     * Takes tokens that another gateway has already given to the key. A bucket that has fewer gets into debt, up to the
     * given maximum, and pays the debt from its refill.
     */
    void takeGiven(String key, long tokens, long maxDebt) {
        Bucket bucket = bucket(key);
        long taken = Math.min(tokens, bucket.getAvailableTokens() + maxDebt);
        if (taken > 0) {
            bucket.consumeIgnoringRateLimits(taken);
        }
    }

    private Bucket newBucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withCustomTimePrecision(time)
                .build();
    }
}
