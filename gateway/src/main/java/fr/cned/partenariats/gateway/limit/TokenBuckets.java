package fr.cned.partenariats.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import java.time.Duration;

/** Holds one token bucket per key. The map is bounded and evicts the least used key. */
final class TokenBuckets {

    private final Cache<String, Bucket> buckets;
    private final int perSecond;
    private final int burst;

    TokenBuckets(int perSecond, int burst, int maxKeys) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(maxKeys)
                .executor(Runnable::run)
                .build();
    }

    Bucket bucket(String key) {
        return buckets.get(key, unseen -> newBucket());
    }

    private Bucket newBucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
    }
}
