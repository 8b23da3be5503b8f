package fr.cned.partenariats.gateway.limit;

import fr.cned.partenariats.gateway.GatewayConfig;
import io.github.bucket4j.ConsumptionProbe;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/**
 * One token bucket per caller: a client, or one person who uses it. A caller that floods takes nothing from
 * the others. The counts are those of this gateway process: two gateways allow twice as much.
 */
@Singleton
public class ClientLimits {

    private static final CharSequence LIMIT = HttpHeaders.createOptimized("RateLimit-Limit");
    private static final CharSequence REMAINING = HttpHeaders.createOptimized("RateLimit-Remaining");
    private static final CharSequence RESET = HttpHeaders.createOptimized("RateLimit-Reset");
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Buckets buckets;
    private final int perSecond;
    private final int burst;
    private final CharSequence limitValue;
    private final LimitMetrics metrics;

    ClientLimits(GatewayConfig config, LimitMetrics metrics) {
        this.metrics = metrics;
        perSecond = config.rateLimit().requestsPerSecond();
        burst = config.rateLimit().burst();
        limitValue = HttpHeaders.createOptimized(Integer.toString(burst));
        buckets = new Buckets(perSecond, burst, config.rateLimit().maxClients());
    }

    /** Takes one request from what the caller may send, and says in the response what is left. False: none was left. */
    public boolean admits(String caller, HttpServerResponse response) {
        ConsumptionProbe probe = buckets.of(caller).tryConsumeAndReturnRemaining(1);
        long remaining = probe.getRemainingTokens();
        response.putHeader(LIMIT, limitValue);
        response.putHeader(REMAINING, Long.toString(remaining));
        response.putHeader(RESET, Long.toString(ceilDiv(burst - remaining, perSecond)));
        if (!probe.isConsumed()) {
            long wait = ceilDiv(probe.getNanosToWaitForRefill(), NANOS_PER_SECOND);
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait)));
            metrics.refused(Limit.CLIENT_RATE);
        }
        return probe.isConsumed();
    }

    private static long ceilDiv(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
