package fr.cned.partenariats.gateway.limit;

import fr.cned.partenariats.gateway.GatewayConfig;
import io.github.bucket4j.ConsumptionProbe;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/**
 * Limits the request rate per caller with a token bucket. A caller is a client, or one user of a client. The buckets
 * are local to this process: two gateways allow twice the rate.
 */
@Singleton
public class ClientRateLimiter {

    /** The fields of the current draft (draft-ietf-httpapi-ratelimit-headers-10). */
    private static final CharSequence POLICY = HttpHeaders.createOptimized("RateLimit-Policy");

    private static final CharSequence STATE = HttpHeaders.createOptimized("RateLimit");
    private static final String NAME = "\"caller\"";

    /** The fields of the drafts up to 06, which most client libraries read. */
    private static final CharSequence LIMIT = HttpHeaders.createOptimized("RateLimit-Limit");

    private static final CharSequence REMAINING = HttpHeaders.createOptimized("RateLimit-Remaining");
    private static final CharSequence RESET = HttpHeaders.createOptimized("RateLimit-Reset");
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final TokenBuckets buckets;
    private final int perSecond;
    private final int burst;
    private final CharSequence limitValue;
    private final CharSequence policyValue;
    private final LimitMetrics metrics;

    ClientRateLimiter(GatewayConfig config, LimitMetrics metrics) {
        this.metrics = metrics;
        perSecond = config.rateLimit().requestsPerSecond();
        burst = config.rateLimit().burst();
        limitValue = HttpHeaders.createOptimized(Integer.toString(burst));
        policyValue = HttpHeaders.createOptimized(NAME + ";q=" + burst + ";w=" + ceilDiv(burst, perSecond));
        buckets = new TokenBuckets(perSecond, burst, config.rateLimit().maxClients());
    }

    /** Takes one token from the caller's bucket and sets the RateLimit headers. Returns false if it is empty. */
    public boolean admits(String caller, HttpServerResponse response) {
        ConsumptionProbe probe = buckets.bucket(caller).tryConsumeAndReturnRemaining(1);
        long remaining = probe.getRemainingTokens();
        long reset = ceilDiv(burst - remaining, perSecond);
        response.putHeader(LIMIT, limitValue);
        response.putHeader(REMAINING, Long.toString(remaining));
        response.putHeader(RESET, Long.toString(reset));
        response.putHeader(POLICY, policyValue);
        response.putHeader(STATE, NAME + ";r=" + remaining + ";t=" + reset);
        if (!probe.isConsumed()) {
            long wait = ceilDiv(probe.getNanosToWaitForRefill(), NANOS_PER_SECOND);
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait)));
            metrics.countRefusal(Limit.CLIENT_RATE);
        }
        return probe.isConsumed();
    }

    private static long ceilDiv(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
