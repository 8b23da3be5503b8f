package fr.cned.partenariats.gateway.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import fr.cned.partenariats.gateway.GatewayConfig;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One token bucket per client, so that a client that floods takes nothing from the others. The counts are
 * those of this gateway process: two gateways allow twice as much.
 */
@Singleton
public class ClientLimits {

    private static final CharSequence LIMIT = HttpHeaders.createOptimized("RateLimit-Limit");
    private static final CharSequence REMAINING = HttpHeaders.createOptimized("RateLimit-Remaining");
    private static final CharSequence RESET = HttpHeaders.createOptimized("RateLimit-Reset");
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Cache<String, Bucket> buckets;
    private final int perSecond;
    private final int burst;
    private final CharSequence limitValue;

    ClientLimits(GatewayConfig config) {
        perSecond = config.rateLimit().requestsPerSecond();
        burst = config.rateLimit().burst();
        limitValue = HttpHeaders.createOptimized(Integer.toString(burst));
        buckets = Caffeine.newBuilder()
                .maximumSize(config.rateLimit().maxClients())
                .executor(Runnable::run)
                .build();
    }

    /** Takes one request from what the client may send, and says in the response what is left. False: none was left. */
    public boolean admits(String client, HttpServerResponse response) {
        ConsumptionProbe probe = buckets.get(client, unseen -> newBucket()).tryConsumeAndReturnRemaining(1);
        long remaining = probe.getRemainingTokens();
        response.putHeader(LIMIT, limitValue);
        response.putHeader(REMAINING, Long.toString(remaining));
        response.putHeader(RESET, Long.toString(ceilDiv(burst - remaining, perSecond)));
        if (!probe.isConsumed()) {
            long wait = ceilDiv(probe.getNanosToWaitForRefill(), NANOS_PER_SECOND);
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait)));
        }
        return probe.isConsumed();
    }

    private Bucket newBucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
    }

    private static long ceilDiv(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
